package dev.millrace.cluster;

import dev.millrace.crds.units.Durations;
import dev.millrace.crds.units.Quantities;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.ModelProfileSpec;
import dev.millrace.crds.v1alpha1.ModelVariant;
import dev.millrace.crds.v1alpha1.ProfileSource;
import dev.millrace.crds.v1alpha1.ServiceTimeRow;
import dev.millrace.crds.v1alpha1.SourceKind;
import dev.millrace.placement.model.Profile;
import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.ServiceTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which ModelProfile counts for an artefact on a type of device: one for this very artefact (equal {@code sha256}) before
 * one for the model as such, then Measured before Published before Estimated, then the first by name.
 */
public final class ProfileIndex {
    private static final Comparator<ModelProfile> PRECEDENCE = Comparator.comparing(
                    (ModelProfile profile) -> profile.getSpec().sha256() == null)
            .thenComparing(profile -> rank(profile.getSpec().source()))
            .thenComparing(profile -> profile.getMetadata().getName());

    private final Map<String, List<ModelProfile>> byModel = new HashMap<>();

    /** Indexes the profiles by model. */
    public ProfileIndex(Collection<ModelProfile> profiles) {
        profiles.stream()
                .sorted(PRECEDENCE)
                .forEach(profile -> byModel.computeIfAbsent(profile.getSpec().model(), model -> new ArrayList<>())
                        .add(profile));
    }

    /** The key by which a model's profiles are found. */
    static String modelKey(InferenceModel model) {
        String profile = model.getSpec().profile();
        return profile == null ? model.getMetadata().getName() : profile;
    }

    /**
     * The costs of a variant by device type.
     *
     * @throws IllegalArgumentException naming the profile that holds an impossible value
     */
    Map<String, Profile> costs(InferenceModel model, ModelVariant variant) {
        Map<String, Profile> costs = new HashMap<>();
        String digest = Artefacts.digest(model, variant).orElse(null);
        for (ModelProfile profile : byModel.getOrDefault(modelKey(model), List.of())) {
            ModelProfileSpec spec = profile.getSpec();
            if (fits(spec.sha256(), digest) && !costs.containsKey(spec.deviceType())) {
                costs.put(spec.deviceType(), cost(profile));
            }
        }
        return costs;
    }

    /** The profile that counts for a variant on a type of device. */
    public Optional<ModelProfile> chosen(InferenceModel model, ModelVariant variant, String deviceType) {
        String digest = Artefacts.digest(model, variant).orElse(null);
        return byModel.getOrDefault(modelKey(model), List.of()).stream()
                .filter(profile -> deviceType.equals(profile.getSpec().deviceType())
                        && fits(profile.getSpec().sha256(), digest))
                .findFirst();
    }

    /** SHA-256 of a variant's artefact, 64 hexadecimal digits in lower case: declared or resolved; null where unknown. */
    public static @Nullable String digest(InferenceModel model, ModelVariant variant) {
        return Artefacts.digest(model, variant)
                .map(digest -> digest.substring("sha256:".length()))
                .orElse(null);
    }

    private static boolean fits(@Nullable String profiled, @Nullable String digest) {
        return profiled == null || ("sha256:" + profiled.toLowerCase(Locale.ROOT)).equals(digest);
    }

    private static int rank(@Nullable ProfileSource source) {
        SourceKind kind = source == null || source.kind() == null ? SourceKind.ESTIMATED : source.kind();
        return switch (kind) {
            case MEASURED -> 0;
            case PUBLISHED -> 1;
            case ESTIMATED -> 2;
        };
    }

    private static Profile cost(ModelProfile profile) {
        ModelProfileSpec spec = profile.getSpec();
        try {
            List<BatchServiceTimes.Row> rows = spec.serviceTime().stream()
                    .sorted(Comparator.comparing(ServiceTimeRow::batch))
                    .map(row -> new BatchServiceTimes.Row(
                            row.batch(),
                            new ServiceTime(
                                    Durations.millis(row.mean()),
                                    Optional.ofNullable(row.cv2()).orElse(0.0))))
                    .toList();
            return new Profile(
                    new BatchServiceTimes(rows),
                    spec.switchTime() == null ? 0 : Durations.millis(spec.switchTime()),
                    spec.memory() == null ? 0 : Quantities.bytes(spec.memory()),
                    spec.onChipMemory() == null ? 0 : Quantities.bytes(spec.onChipMemory()),
                    Optional.ofNullable(spec.energyPerRequest()).orElse(0.0));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "ModelProfile " + profile.getMetadata().getName() + ": " + e.getMessage(), e);
        }
    }
}
