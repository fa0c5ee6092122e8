package dev.millrace.operator.planning;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import dev.millrace.crds.v1alpha1.Taint;
import dev.millrace.placement.model.AppRef;
import dev.millrace.queueing.model.ArrivalProcess;
import java.util.List;
import java.util.Map;

/**
 * What the informer caches held at one moment. The objects are shared with the caches: nobody changes them.
 *
 * @param kubernetesTaints taints of the Kubernetes Nodes by node name
 * @param traffic arrivals to plan with of apps that get other traffic than they declare
 */
public record ClusterView(
        List<InferenceApp> apps,
        List<InferenceModel> models,
        List<ModelProfile> profiles,
        List<InferenceNode> nodes,
        List<PlacementPolicy> policies,
        Map<String, List<Taint>> kubernetesTaints,
        Map<AppRef, ArrivalProcess> traffic) {
    public ClusterView {
        apps = List.copyOf(apps);
        models = List.copyOf(models);
        profiles = List.copyOf(profiles);
        policies = List.copyOf(policies);
        kubernetesTaints = Map.copyOf(kubernetesTaints);
        nodes = List.copyOf(nodes);
        traffic = Map.copyOf(traffic);
    }

    /** Of apps that get the traffic they declare. */
    public ClusterView(
            List<InferenceApp> apps,
            List<InferenceModel> models,
            List<ModelProfile> profiles,
            List<InferenceNode> nodes,
            List<PlacementPolicy> policies,
            Map<String, List<Taint>> kubernetesTaints) {
        this(apps, models, profiles, nodes, policies, kubernetesTaints, Map.of());
    }

    /** The same, where apps get other traffic than they declare. */
    public ClusterView withTraffic(Map<AppRef, ArrivalProcess> observed) {
        return new ClusterView(apps, models, profiles, nodes, policies, kubernetesTaints, observed);
    }
}
