package dev.millrace.cluster;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers apps from one snapshot of a live cluster to the next: their specs, by uid and generation, are mostly the same.
 * For one thread.
 */
public final class MappedApps {
    private record Version(@Nullable String uid, @Nullable Long generation) {
        static Version of(HasMetadata object) {
            return new Version(
                    object.getMetadata().getUid(), object.getMetadata().getGeneration());
        }
    }

    private record Known(Version app, Version model, App mapped) {}

    private final Map<AppRef, Known> known = new HashMap<>();
    private Set<Version> profiles = Set.of();

    /** Remembers nothing yet. */
    public MappedApps() {}

    /** Says which profiles and apps there are. Other profiles mean other costs: then all is mapped anew. */
    void begin(Collection<ModelProfile> present, Collection<InferenceApp> apps) {
        Set<Version> versions = new HashSet<>();
        present.forEach(profile -> versions.add(Version.of(profile)));
        if (!versions.equals(profiles)) {
            known.clear();
            profiles = versions;
        }
        if (known.size() > apps.size()) {
            Set<AppRef> refs = new HashSet<>();
            apps.forEach(app -> refs.add(AppMapping.ref(app)));
            known.keySet().retainAll(refs);
        }
    }

    /** The app as it was mapped from the same versions of app and model, else from {@code mapping}. */
    App of(AppRef ref, InferenceApp app, InferenceModel model, Supplier<App> mapping) {
        Version appVersion = Version.of(app);
        Version modelVersion = Version.of(model);
        Known before = known.get(ref);
        boolean live = appVersion.uid() != null && modelVersion.uid() != null;
        if (live
                && before != null
                && before.app().equals(appVersion)
                && before.model().equals(modelVersion)) {
            return before.mapped();
        }
        App mapped = mapping.get();
        if (live) {
            known.put(ref, new Known(appVersion, modelVersion, mapped));
        }
        return mapped;
    }
}
