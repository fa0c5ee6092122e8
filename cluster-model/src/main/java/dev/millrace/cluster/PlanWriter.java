package dev.millrace.cluster;

import dev.millrace.crds.v1alpha1.Discipline;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.InferenceNodeSpec;
import dev.millrace.crds.v1alpha1.NamespacedName;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Plan;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes a plan into the specs of InferenceNodes. */
public final class PlanWriter {
    private static final Comparator<Assignment> BY_DEVICE =
            Comparator.comparing(Assignment::device).thenComparing(Assignment::app);

    private PlanWriter() {}

    /** The part of the plan that concerns each of {@code nodes}, by node name. A node without work has an empty part. */
    public static Map<String, NodePlan> nodePlans(Plan plan, Collection<InferenceNode> nodes) {
        return nodePlans(plan.assignments(), plan.disciplines(), nodes);
    }

    /** As above, for any set of assignments, such as a step on the way to a plan. */
    public static Map<String, NodePlan> nodePlans(
            Collection<Assignment> assignments,
            Map<DeviceRef, dev.millrace.queueing.model.Discipline> disciplines,
            Collection<InferenceNode> nodes) {
        return nodePlans(assignments, disciplines, nodes, Map.of());
    }

    /**
     * As above.
     *
     * @param lingering apps by node that clients may still expect there, though they have moved away: they get a route
     */
    public static Map<String, NodePlan> nodePlans(
            Collection<Assignment> assignments,
            Map<DeviceRef, dev.millrace.queueing.model.Discipline> disciplines,
            Collection<InferenceNode> nodes,
            Map<String, Set<AppRef>> lingering) {
        Map<String, List<Assignment>> byNode = new HashMap<>();
        assignments.forEach(
                assignment -> byNode.computeIfAbsent(assignment.device().node(), node -> new ArrayList<>())
                        .add(assignment));
        Routing routing = new Routing(byNode, nodes, lingering);
        Map<String, Map<String, Discipline>> orders = disciplines(disciplines);
        Map<String, NodePlan> plans = new TreeMap<>();
        for (InferenceNode node : nodes) {
            String name = node.getMetadata().getName();
            List<dev.millrace.crds.v1alpha1.Assignment> own = byNode.getOrDefault(name, List.of()).stream()
                    .sorted(BY_DEVICE)
                    .map(PlanWriter::assignment)
                    .toList();
            plans.put(name, new NodePlan(own, orders.getOrDefault(name, Map.of()), routing.routes(node)));
        }
        return plans;
    }

    /**
     * Complete InferenceNodes with the plan in their specs, sorted by name. Labels, annotations, status, taints, price and
     * {@code planEpoch} are as they were; {@code managedFields} are left out.
     */
    public static List<InferenceNode> nodes(Plan plan, Collection<InferenceNode> nodes) {
        Map<String, NodePlan> plans = nodePlans(plan, nodes);
        return nodes.stream()
                .sorted(Comparator.comparing(node -> node.getMetadata().getName()))
                .map(node -> withPlan(node, plans.get(node.getMetadata().getName())))
                .toList();
    }

    /** A copy of the node that is to run {@code plan}. */
    public static InferenceNode withPlan(InferenceNode node, NodePlan plan) {
        InferenceNodeSpec spec = node.getSpec();
        InferenceNode written = new InferenceNode();
        written.setMetadata(
                new ObjectMetaBuilder(node.getMetadata()).withManagedFields().build());
        written.setSpec(new InferenceNodeSpec(
                spec == null ? null : spec.taints(),
                spec == null ? null : spec.pricePerHour(),
                spec == null ? null : spec.planEpoch(),
                plan.assignments(),
                plan.disciplines(),
                plan.routes(),
                spec == null ? null : spec.profiling()));
        written.setStatus(node.getStatus());
        return written;
    }

    private static dev.millrace.crds.v1alpha1.Assignment assignment(Assignment assignment) {
        return new dev.millrace.crds.v1alpha1.Assignment(
                new NamespacedName(
                        assignment.app().namespace(), assignment.app().name()),
                assignment.device().device(),
                assignment.variant(),
                assignment.share(),
                assignment.maxBatch(),
                assignment.coResidentSet());
    }

    /** By node, then device; what is not named is served first come, first served. */
    private static Map<String, Map<String, Discipline>> disciplines(
            Map<DeviceRef, dev.millrace.queueing.model.Discipline> disciplines) {
        Map<String, Map<String, Discipline>> byNode = new HashMap<>();
        disciplines.forEach((device, discipline) -> {
            if (discipline == dev.millrace.queueing.model.Discipline.SWAP_AWARE) {
                byNode.computeIfAbsent(device.node(), node -> new TreeMap<>())
                        .put(device.device(), Discipline.SWAP_AWARE);
            }
        });
        return byNode;
    }
}
