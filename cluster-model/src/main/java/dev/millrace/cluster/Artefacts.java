package dev.millrace.cluster;

import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.ModelVariant;
import dev.millrace.crds.v1alpha1.VariantStatus;
import java.util.Locale;
import java.util.Optional;

/** The identity of artefacts: two apps share a copy if and only if theirs are equal. */
public final class Artefacts {
    private static final String SHA256 = "sha256:";

    private Artefacts() {}

    /**
     * The identity: the digest where it is known, else the URI within the namespace of the model. What a URI serves may
     * differ by credentials, so it proves nothing across namespaces.
     */
    public static String identity(InferenceModel model, ModelVariant variant) {
        return digest(model, variant).orElseGet(() -> model.getMetadata().getNamespace() + ":" + variant.uri());
    }

    /** The digest, {@code sha256:…} in lower case: declared, else resolved in the model's status. */
    static Optional<String> digest(InferenceModel model, ModelVariant variant) {
        if (variant.sha256() != null && !variant.sha256().isBlank()) {
            return Optional.of(SHA256 + variant.sha256().toLowerCase(Locale.ROOT));
        }
        if (model.getStatus() == null || model.getStatus().variants() == null) {
            return Optional.empty();
        }
        return model.getStatus().variants().stream()
                .filter(status -> variant.name().equals(status.name()) && status.digest() != null)
                .map(VariantStatus::digest)
                .map(digest -> digest.toLowerCase(Locale.ROOT))
                .map(digest -> digest.startsWith(SHA256) ? digest : SHA256 + digest)
                .findFirst();
    }
}
