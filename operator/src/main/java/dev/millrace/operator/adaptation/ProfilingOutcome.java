package dev.millrace.operator.adaptation;

import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.ModelProfileSpec;
import dev.millrace.crds.v1alpha1.ModelVariant;
import dev.millrace.crds.v1alpha1.ProfileSource;
import dev.millrace.crds.v1alpha1.ProfilingResult;
import dev.millrace.crds.v1alpha1.ProfilingState;
import dev.millrace.crds.v1alpha1.ProfilingTask;
import dev.millrace.crds.v1alpha1.SourceKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a profiling task.
 *
 * @param profile to be written
 * @param model whose variant was measured
 * @param digest of a variant that declares none, to be noted in the model's status; null otherwise
 */
public record ProfilingOutcome(
        ModelProfile profile,
        InferenceModel model,
        String variant,
        @Nullable String digest) {

    /**
     * What the node's agent has measured of what it was told to. Figures nobody asked for, or of another artefact than the
     * one declared, count for nothing.
     *
     * @param asked what the node was told to measure
     */
    public static List<ProfilingOutcome> of(
            InferenceNode node, Collection<ProfilingTask> asked, Collection<InferenceModel> models) {
        List<ProfilingOutcome> outcomes = new ArrayList<>();
        String name = node.getMetadata().getName();
        for (ProfilingResult result : Profiler.results(node)) {
            boolean ours =
                    asked.stream().anyMatch(task -> ProfilingKey.of(name, task).equals(ProfilingKey.of(name, result)));
            boolean complete = result.state() == ProfilingState.MEASURED
                    && result.serviceTime() != null
                    && !result.serviceTime().isEmpty();
            if (ours && complete) {
                models.stream()
                        .filter(model -> result.namespace()
                                        .equals(model.getMetadata().getNamespace())
                                && result.name().equals(model.getMetadata().getName()))
                        .findFirst()
                        .flatMap(model -> of(name, result, model, type(node, result)))
                        .ifPresent(outcomes::add);
            }
        }
        return outcomes;
    }

    private static Optional<ProfilingOutcome> of(
            String node, ProfilingResult result, InferenceModel model, @Nullable String type) {
        ModelVariant variant = model.getSpec().variants().stream()
                .filter(candidate -> candidate.name().equals(result.variant()))
                .findFirst()
                .orElse(null);
        boolean sameArtefact = variant != null
                && (variant.sha256() == null
                        || result.sha256() == null
                        || variant.sha256().equalsIgnoreCase(result.sha256()));
        if (!sameArtefact || type == null) {
            return Optional.empty();
        }
        String key = model.getSpec().profile() == null
                ? model.getMetadata().getName()
                : model.getSpec().profile();
        String how = result.reference() == null ? "" : ": " + result.reference();
        ModelProfileSpec spec = new ModelProfileSpec(
                key,
                type,
                result.sha256(),
                result.serviceTime(),
                result.switchTime(),
                result.memory(),
                null,
                null,
                new ProfileSource(
                        SourceKind.MEASURED,
                        "measured on " + node + "/" + result.device() + " for InferenceModel " + result.namespace()
                                + "/" + result.name() + how));
        return Optional.of(new ProfilingOutcome(
                MeasuredProfile.of(result.namespace(), result.name(), spec),
                model,
                variant.name(),
                variant.sha256() == null ? result.sha256() : null));
    }

    /** The type that the node declares, as plans go by that; the result's own says the same. */
    private static @Nullable String type(InferenceNode node, ProfilingResult result) {
        return node.getStatus().devices() == null
                ? null
                : node.getStatus().devices().stream()
                        .filter(device -> device.name().equals(result.device()))
                        .map(device -> device.type())
                        .findFirst()
                        .orElse(null);
    }
}
