package dev.millrace.operator.planning;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import dev.millrace.crds.v1alpha1.Taint;
import java.util.List;
import java.util.Map;

/**
 * What the informer caches held at one moment. The objects are shared with the caches: nobody changes them.
 *
 * @param kubernetesTaints taints of the Kubernetes Nodes by node name
 */
public record ClusterView(
        List<InferenceApp> apps,
        List<InferenceModel> models,
        List<ModelProfile> profiles,
        List<InferenceNode> nodes,
        List<PlacementPolicy> policies,
        Map<String, List<Taint>> kubernetesTaints) {
    public ClusterView {
        apps = List.copyOf(apps);
        models = List.copyOf(models);
        profiles = List.copyOf(profiles);
        policies = List.copyOf(policies);
        kubernetesTaints = Map.copyOf(kubernetesTaints);
        nodes = List.copyOf(nodes);
    }
}
