package dev.millrace.agent.plan;

import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.ModelProfileSpec;
import dev.millrace.crds.v1alpha1.ModelVariant;
import dev.millrace.crds.v1alpha1.SourceKind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the profile that counts: one of the very artefact first, then Measured before Published before Estimated. */
final class Profiles {
    private final List<ModelProfile> profiles;

    Profiles(List<ModelProfile> profiles) {
        this.profiles = profiles;
    }

    Optional<ModelProfileSpec> find(String model, String deviceType, ModelVariant variant) {
        return profiles.stream()
                .filter(profile -> profile.getSpec().model().equals(model)
                        && profile.getSpec().deviceType().equals(deviceType)
                        && (profile.getSpec().sha256() == null
                                || profile.getSpec().sha256().equals(variant.sha256())))
                .min(Comparator.comparing(
                                (ModelProfile profile) -> profile.getSpec().sha256() == null)
                        .thenComparing(profile -> rank(profile.getSpec()))
                        .thenComparing(profile -> profile.getMetadata().getName()))
                .map(ModelProfile::getSpec);
    }

    private static int rank(ModelProfileSpec spec) {
        SourceKind kind = spec.source() == null ? null : spec.source().kind();
        return switch (kind) {
            case MEASURED -> 0;
            case PUBLISHED -> 1;
            case ESTIMATED -> 2;
            case null -> 3;
        };
    }
}
