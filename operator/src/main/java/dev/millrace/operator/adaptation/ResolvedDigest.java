package dev.millrace.operator.adaptation;

import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceModelStatus;
import dev.millrace.crds.v1alpha1.VariantStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The digests that artefacts turned out to have, in the status of their InferenceModel. */
public final class ResolvedDigest {
    private ResolvedDigest() {}

    /** The status to apply, if the model does not hold the digest of the outcome yet. */
    public static Optional<InferenceModel> missing(ProfilingOutcome outcome) {
        if (outcome.digest() == null) {
            return Optional.empty();
        }
        InferenceModel model = outcome.model();
        VariantStatus resolved = new VariantStatus(outcome.variant(), "sha256:" + outcome.digest());
        List<VariantStatus> standing =
                model.getStatus() == null || model.getStatus().variants() == null
                        ? List.of()
                        : model.getStatus().variants();
        if (standing.contains(resolved)) {
            return Optional.empty();
        }
        List<VariantStatus> all = new ArrayList<>(standing);
        all.removeIf(status -> status.name().equals(outcome.variant()));
        all.add(resolved);
        InferenceModel written = new InferenceModel();
        written.setMetadata(new ObjectMetaBuilder()
                .withNamespace(model.getMetadata().getNamespace())
                .withName(model.getMetadata().getName())
                .build());
        written.setStatus(new InferenceModelStatus(all));
        return Optional.of(written);
    }
}
