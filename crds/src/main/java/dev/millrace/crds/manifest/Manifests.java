package dev.millrace.crds.manifest;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import java.util.List;

/**
 * The objects of a set of manifests, valid in themselves and towards each other, with the defaults of the schema filled in.
 * Each list is in the order of reading; an object read later replaces one of the same kind and name, in its place.
 *
 * @param notes one line for each object that was skipped because it is of another API group
 */
public record Manifests(
        List<InferenceApp> apps,
        List<InferenceModel> models,
        List<ModelProfile> profiles,
        List<InferenceNode> nodes,
        List<PlacementPolicy> policies,
        List<String> notes) {
    public Manifests {
        apps = List.copyOf(apps);
        models = List.copyOf(models);
        profiles = List.copyOf(profiles);
        nodes = List.copyOf(nodes);
        policies = List.copyOf(policies);
        notes = List.copyOf(notes);
    }
}
