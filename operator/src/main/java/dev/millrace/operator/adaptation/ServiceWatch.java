package dev.millrace.operator.adaptation;

import dev.millrace.cluster.ProfileIndex;
import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.LoadedCopy;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.ModelProfileSpec;
import dev.millrace.crds.v1alpha1.ModelVariant;
import dev.millrace.crds.v1alpha1.ProfileSource;
import dev.millrace.crds.v1alpha1.ServiceTimeRow;
import dev.millrace.crds.v1alpha1.SourceKind;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.operator.planning.ClusterView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Service and switch times next to their profile. Figures of one node are the median over its last samples, those of a type
 * of device the median over its nodes, so that one hot or busy node does not change the figures of all. Where they leave the
 * profile by more than {@value #BAND}, for as long as that takes, the figures are written as a profile of source Measured; the
 * planner then checks what stands against it, and moves only what no longer fits. Emulated devices are left out: they take
 * the times of their profile by definition. Used by one thread.
 */
public final class ServiceWatch {
    /** Guard band of service and switch times, relative. */
    static final double BAND = 0.15;

    private static final int SWITCH = 0;

    private record What(String namespace, String model, String variant, String deviceType) {}

    private record Figure(What what, String node, String device, int batch) {}

    private final Duration period;
    private final Map<Figure, Sustained> figures = new HashMap<>();

    /** Nothing seen yet. */
    public ServiceWatch(Duration period) {
        this.period = period;
    }

    /** Takes a sample of everything that the agents report, and returns the profiles to be written. */
    public List<ModelProfile> observe(ClusterView view, Instant now) {
        Set<Figure> seen = new HashSet<>();
        Map<What, InferenceModel> models = new HashMap<>();
        for (InferenceNode node : view.nodes()) {
            if (node.getStatus() == null
                    || node.getStatus().loaded() == null
                    || !Conditions.isTrue(node.getStatus().conditions(), ConditionType.READY)) {
                continue;
            }
            for (LoadedCopy copy : node.getStatus().loaded()) {
                what(copy, node, view.models(), models).ifPresent(what -> sample(what, copy, node, now, seen));
            }
        }
        figures.keySet().retainAll(seen);
        ProfileIndex profiles = new ProfileIndex(view.profiles());
        List<ModelProfile> changed = new ArrayList<>();
        models.forEach((what, model) -> drifted(what, model, profiles).ifPresent(changed::add));
        return changed;
    }

    /** Which variant of which model the copy is; empty on emulated devices and where no figures are reported. */
    private static Optional<What> what(
            LoadedCopy copy, InferenceNode node, List<InferenceModel> models, Map<What, InferenceModel> found) {
        DeviceStatus device = node.getStatus().devices() == null
                ? null
                : node.getStatus().devices().stream()
                        .filter(d -> d.name().equals(copy.device()) && !Boolean.TRUE.equals(d.emulated()))
                        .findFirst()
                        .orElse(null);
        if (device == null || copy.serviceTime() == null || copy.serviceTime().isEmpty()) {
            return Optional.empty();
        }
        for (InferenceModel model : models) {
            for (ModelVariant variant : model.getSpec().variants()) {
                boolean same = copy.sha256() != null
                        ? copy.sha256().equalsIgnoreCase(ProfileIndex.digest(model, variant))
                        : variant.sha256() == null
                                && copy.model().equals(model.getMetadata().getName());
                if (same && variant.deviceClass() == device.deviceClass()) {
                    What what = new What(
                            model.getMetadata().getNamespace(),
                            model.getMetadata().getName(),
                            variant.name(),
                            device.type());
                    found.put(what, model);
                    return Optional.of(what);
                }
            }
        }
        return Optional.empty();
    }

    private void sample(What what, LoadedCopy copy, InferenceNode node, Instant now, Set<Figure> seen) {
        String name = node.getMetadata().getName();
        for (ServiceTimeRow row : copy.serviceTime()) {
            sample(new Figure(what, name, copy.device(), row.batch()), Durations.millis(row.mean()), now, seen);
        }
        if (copy.switchTime() != null) {
            sample(new Figure(what, name, copy.device(), SWITCH), Durations.millis(copy.switchTime()), now, seen);
        }
    }

    private void sample(Figure figure, double millis, Instant now, Set<Figure> seen) {
        seen.add(figure);
        figures.computeIfAbsent(figure, key -> new Sustained(period)).offer(millis, now);
    }

    private Optional<ModelProfile> drifted(What what, InferenceModel model, ProfileIndex profiles) {
        ModelVariant variant = model.getSpec().variants().stream()
                .filter(v -> v.name().equals(what.variant()))
                .findFirst()
                .orElseThrow();
        ModelProfileSpec profile = profiles.chosen(model, variant, what.deviceType())
                .map(ModelProfile::getSpec)
                .orElse(null);
        if (profile == null) {
            return Optional.empty();
        }
        Map<Integer, Double> observed = observed(what);
        boolean left = observed.entrySet().stream()
                .anyMatch(entry -> entry.getKey() == SWITCH
                        ? leaves(profile.switchTime(), entry.getValue())
                        : row(profile, entry.getKey())
                                .filter(row -> leaves(row.mean(), entry.getValue()))
                                .isPresent());
        return left
                ? Optional.of(measured(what, profile, observed, ProfileIndex.digest(model, variant)))
                : Optional.empty();
    }

    private static boolean leaves(@Nullable String profiled, double observedMs) {
        return profiled != null
                && Math.abs(observedMs - Durations.millis(profiled)) > BAND * Durations.millis(profiled);
    }

    /** Medians over the nodes, by batch, in ms; {@value #SWITCH} stands for the switch time. */
    private Map<Integer, Double> observed(What what) {
        Map<Integer, List<Double>> perBatch = new TreeMap<>();
        figures.forEach((figure, sustained) -> {
            OptionalDouble value = sustained.value();
            if (figure.what().equals(what) && value.isPresent()) {
                perBatch.computeIfAbsent(figure.batch(), batch -> new ArrayList<>())
                        .add(value.getAsDouble());
            }
        });
        Map<Integer, Double> medians = new TreeMap<>();
        perBatch.forEach((batch, values) -> {
            values.sort(null);
            medians.put(batch, values.get((values.size() - 1) / 2));
        });
        return medians;
    }

    private static Optional<ServiceTimeRow> row(ModelProfileSpec profile, int batch) {
        return profile.serviceTime().stream()
                .filter(row -> row.batch() == batch)
                .findFirst();
    }

    /** The profile with what was observed; batches that were not take the ratio of the nearest that was. */
    private static ModelProfile measured(
            What what, ModelProfileSpec profile, Map<Integer, Double> observed, @Nullable String digest) {
        List<ServiceTimeRow> rows = profile.serviceTime().stream()
                .map(row -> new ServiceTimeRow(
                        row.batch(),
                        Durations.format(Durations.millis(row.mean()) * ratio(profile, observed, row.batch())),
                        row.cv2()))
                .toList();
        Double switching = observed.get(SWITCH);
        ModelProfileSpec spec = new ModelProfileSpec(
                profile.model(),
                profile.deviceType(),
                digest == null ? profile.sha256() : digest,
                rows,
                switching != null && leaves(profile.switchTime(), switching)
                        ? Durations.format(switching)
                        : profile.switchTime(),
                profile.memory(),
                profile.onChipMemory(),
                profile.energyPerRequest(),
                new ProfileSource(
                        SourceKind.MEASURED,
                        "observed while serving InferenceModel " + what.namespace() + "/" + what.model()));
        return MeasuredProfile.of(what.namespace(), what.model(), spec);
    }

    private static double ratio(ModelProfileSpec profile, Map<Integer, Double> observed, int batch) {
        return observed.entrySet().stream()
                .filter(entry ->
                        entry.getKey() != SWITCH && row(profile, entry.getKey()).isPresent())
                .min(Comparator.comparingInt(entry -> Math.abs(entry.getKey() - batch)))
                .map(entry -> entry.getValue()
                        / Durations.millis(
                                row(profile, entry.getKey()).orElseThrow().mean()))
                .orElse(1.0);
    }
}
