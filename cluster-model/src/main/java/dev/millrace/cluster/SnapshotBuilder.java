package dev.millrace.cluster;

import dev.millrace.cluster.SnapshotProblem.Reason;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import dev.millrace.crds.v1alpha1.Taint;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.Slo;
import dev.millrace.placement.model.Variant;
import dev.millrace.queueing.model.ArrivalProcess;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Turns the objects of a cluster, or of a set of manifests, into the snapshot that predictions and plans are made on.
 *
 * <p>Equal objects give equal snapshots, whatever their order. An object that cannot be used becomes a problem; it never
 * makes the build fail.
 */
public final class SnapshotBuilder {
    /** Name of the policy that counts. */
    public static final String POLICY = "default";

    private final Map<String, InferenceModel> models = new HashMap<>();
    private final ProfileIndex profiles;
    private final List<SnapshotProblem> problems = new ArrayList<>();

    private final MappedApps memory;

    private SnapshotBuilder(Collection<InferenceModel> models, Collection<ModelProfile> profiles, MappedApps memory) {
        this.memory = memory;
        models.forEach(model -> this.models.put(key(model), model));
        this.profiles = new ProfileIndex(profiles);
    }

    /** As the longer form, with no taints but those of the InferenceNodes. */
    public static SnapshotResult build(
            Collection<InferenceApp> apps,
            Collection<InferenceModel> models,
            Collection<ModelProfile> profiles,
            Collection<InferenceNode> nodes,
            Collection<PlacementPolicy> policies) {
        return build(apps, models, profiles, nodes, policies, Map.of());
    }

    /**
     * Builds the snapshot.
     *
     * @param policies of which the one named {@value #POLICY} counts; the defaults where there is none
     * @param kubernetesTaints taints of the Kubernetes Nodes by node name, which count besides the InferenceNodes' own
     */
    public static SnapshotResult build(
            Collection<InferenceApp> apps,
            Collection<InferenceModel> models,
            Collection<ModelProfile> profiles,
            Collection<InferenceNode> nodes,
            Collection<PlacementPolicy> policies,
            Map<String, List<Taint>> kubernetesTaints) {
        return build(apps, models, profiles, nodes, policies, kubernetesTaints, new MappedApps());
    }

    /**
     * As above, of a cluster that was looked at before.
     *
     * @param memory of the earlier looks; objects without uid are not remembered
     */
    public static SnapshotResult build(
            Collection<InferenceApp> apps,
            Collection<InferenceModel> models,
            Collection<ModelProfile> profiles,
            Collection<InferenceNode> nodes,
            Collection<PlacementPolicy> policies,
            Map<String, List<Taint>> kubernetesTaints,
            MappedApps memory) {
        memory.begin(profiles, apps);
        SnapshotBuilder builder = new SnapshotBuilder(models, profiles, memory);
        List<App> mappedApps = builder.apps(apps);
        List<Node> mappedNodes = builder.nodes(nodes, kubernetesTaints);
        Policy policy = builder.policy(policies);
        builder.problems.sort(Comparator.comparing(SnapshotProblem::kind)
                .thenComparing(problem -> Objects.requireNonNullElse(problem.namespace(), ""))
                .thenComparing(SnapshotProblem::name));
        return new SnapshotResult(
                new ClusterSnapshot(
                        mappedApps,
                        mappedNodes,
                        policy,
                        RunningPlan.assignments(nodes),
                        RunningPlan.disciplines(nodes)),
                builder.problems);
    }

    /** The name by which a snapshot knows the app. */
    public static AppRef ref(InferenceApp app) {
        return AppMapping.ref(app);
    }

    /** The app's objective, also where the app itself cannot be part of a snapshot. */
    public static Slo slo(InferenceApp app) {
        return AppMapping.slo(app.getSpec().slo());
    }

    /** How the app declares that its requests arrive. */
    public static ArrivalProcess arrivals(InferenceApp app) {
        return AppMapping.arrivals(app.getSpec().arrivals());
    }

    private List<App> apps(Collection<InferenceApp> apps) {
        List<App> mapped = new ArrayList<>();
        for (InferenceApp app : apps) {
            AppRef ref = AppMapping.ref(app);
            String modelName = app.getSpec().modelRef().name();
            InferenceModel model = models.get(ref.namespace() + "/" + modelName);
            if (model == null) {
                problems.add(SnapshotProblem.ofApp(
                        ref,
                        Reason.ModelNotFound,
                        "spec.modelRef.name: there is no InferenceModel " + ref.namespace() + "/" + modelName));
                continue;
            }
            try {
                mapped.add(withProfileCheck(
                        memory.of(ref, app, model, () -> AppMapping.app(app, model, profiles)), model));
            } catch (IllegalArgumentException e) {
                problems.add(SnapshotProblem.ofApp(ref, Reason.InvalidSpec, String.valueOf(e.getMessage())));
            }
        }
        mapped.sort(Comparator.comparing(App::ref));
        return mapped;
    }

    private App withProfileCheck(App app, InferenceModel model) {
        boolean profiled = false;
        for (Variant variant : app.variants()) {
            profiled |= !variant.profiles().isEmpty();
        }
        if (!profiled) {
            problems.add(SnapshotProblem.ofApp(
                    app.ref(),
                    Reason.NoProfile,
                    "no ModelProfile has spec.model " + ProfileIndex.modelKey(model)
                            + " and fits an artefact of InferenceModel " + key(model)));
        }
        return app;
    }

    private List<Node> nodes(Collection<InferenceNode> nodes, Map<String, List<Taint>> kubernetesTaints) {
        List<Node> mapped = new ArrayList<>();
        for (InferenceNode node : nodes) {
            String name = node.getMetadata().getName();
            try {
                mapped.add(NodeMapping.node(node, kubernetesTaints.getOrDefault(name, List.of())));
            } catch (IllegalArgumentException e) {
                problems.add(new SnapshotProblem(
                        "InferenceNode", null, name, Reason.InvalidSpec, String.valueOf(e.getMessage())));
            }
        }
        mapped.sort(Comparator.comparing(Node::name));
        return mapped;
    }

    private Policy policy(Collection<PlacementPolicy> policies) {
        for (PlacementPolicy policy : policies) {
            if (POLICY.equals(policy.getMetadata().getName()) && policy.getSpec() != null) {
                try {
                    return PolicyMapping.policy(policy.getSpec());
                } catch (IllegalArgumentException e) {
                    problems.add(new SnapshotProblem(
                            "PlacementPolicy", null, POLICY, Reason.InvalidSpec, String.valueOf(e.getMessage())));
                }
            }
        }
        return Policy.defaults();
    }

    private static String key(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }
}
