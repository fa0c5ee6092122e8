package dev.millrace.crds.manifest;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.ModelVariant;
import dev.millrace.crds.v1alpha1.Tenancy;

/** Which apps share a loaded copy: those of tenancy Shared with the same artefact on the same device. */
final class SharedCopy {
    private SharedCopy() {}

    static boolean dedicated(InferenceApp app) {
        return app.getSpec().tenancy() == Tenancy.DEDICATED;
    }

    /** What an artefact is known by: its digest, or its URI where it has none. */
    static String artefact(ModelVariant variant) {
        return variant.sha256() != null ? variant.sha256() : variant.uri();
    }
}
