package dev.millrace.cluster;

import static dev.millrace.cluster.Objects.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.Route;
import dev.millrace.crds.v1alpha1.RouteTarget;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Plan;
import dev.millrace.queueing.model.Discipline;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanWriterTest {
    private static final AppRef GATE = new AppRef("site-a", "gate");
    private static final AppRef DOCK = new AppRef("site-a", "dock");
    private static final DeviceRef PI = new DeviceRef("pi", "edgetpu-0");
    private static final DeviceRef NANO = new DeviceRef("nano", "gpu-0");

    private static final InferenceNode PI_NODE = node(
            "pi",
            "{planEpoch: 41, pricePerHour: 0.1, taints: [{key: k, effect: NoSchedule}]}",
            "{cpu: {cores: 4}, agent: {version: v, address: 10.0.0.1, httpPort: 8000, grpcPort: 8001}}");
    private static final InferenceNode NANO_NODE = node(
            "nano",
            "{assignments: [{app: {namespace: site-a, name: gate}, device: gpu-0, variant: gpu, share: 1.0}]}",
            "{cpu: {cores: 4}, agent: {version: v, address: 10.0.0.2, httpPort: 9000}}");

    private static Assignment on(AppRef app, DeviceRef device, double share) {
        return new Assignment(app, device, device.equals(PI) ? "edgetpu" : "gpu", share, 4, null);
    }

    private static Plan plan(Assignment... assignments) {
        return new Plan(
                "millrace", List.of(assignments), Map.of(PI, Discipline.SWAP_AWARE, NANO, Discipline.FCFS), List.of());
    }

    @Test
    void everyNodeHasItsPartAndAnIdleOneAnEmptyOne() {
        Map<String, NodePlan> plans =
                PlanWriter.nodePlans(plan(on(GATE, PI, 1), on(DOCK, PI, 1)), List.of(PI_NODE, NANO_NODE));

        assertThat(plans.get("pi").assignments())
                .extracting(assignment -> assignment.app().name())
                .containsExactly("dock", "gate");
        assertThat(plans.get("pi").assignments().getFirst().maxBatch()).isEqualTo(4);
        assertThat(plans.get("pi").disciplines())
                .containsExactly(Map.entry("edgetpu-0", dev.millrace.crds.v1alpha1.Discipline.SWAP_AWARE));
        assertThat(plans.get("nano").assignments()).isEmpty();
        assertThat(plans.get("nano").disciplines()).isEmpty();
    }

    @Test
    void anAppOverTwoNodesIsRoutedFromBoth() {
        Map<String, NodePlan> plans =
                PlanWriter.nodePlans(plan(on(GATE, PI, 0.25), on(GATE, NANO, 0.75)), List.of(PI_NODE, NANO_NODE));

        List<Route> routes = plans.get("pi").routes();
        assertThat(routes).isEqualTo(plans.get("nano").routes()).hasSize(1);
        assertThat(routes.getFirst().targets())
                .containsExactly(
                        new RouteTarget("nano", "10.0.0.2", 9000, null, 0.75),
                        new RouteTarget("pi", "10.0.0.1", 8000, 8001, 0.25));
    }

    @Test
    void anAppOnOneNodeNeedsNoRouteThere() {
        DeviceRef second = new DeviceRef("pi", "edgetpu-1");
        Map<String, NodePlan> plans =
                PlanWriter.nodePlans(plan(on(DOCK, PI, 0.5), on(DOCK, second, 0.5)), List.of(PI_NODE, NANO_NODE));

        assertThat(plans.values()).allMatch(plan -> plan.routes().isEmpty());
    }

    @Test
    void whatMovedAwayIsForwardedFromItsOldNode() {
        Map<String, NodePlan> plans = PlanWriter.nodePlans(plan(on(GATE, PI, 1)), List.of(PI_NODE, NANO_NODE));

        assertThat(plans.get("pi").routes()).isEmpty();
        assertThat(plans.get("nano").routes().getFirst().targets())
                .containsExactly(new RouteTarget("pi", "10.0.0.1", 8000, 8001, 1.0));
    }

    @Test
    void aDrainingPlaceForwardsToTheOneWithTraffic() {
        Map<String, NodePlan> plans =
                PlanWriter.nodePlans(plan(on(DOCK, PI, 0), on(DOCK, NANO, 1)), List.of(PI_NODE, NANO_NODE));

        assertThat(plans.get("pi").routes().getFirst().targets())
                .extracting(RouteTarget::node)
                .containsExactly("nano");
        assertThat(plans.get("nano").routes()).isEmpty();
    }

    @Test
    void noRouteWhileATargetsAddressIsUnknown() {
        InferenceNode silent = node("nano", "{}", "{cpu: {cores: 4}}");
        Map<String, NodePlan> plans =
                PlanWriter.nodePlans(plan(on(GATE, PI, 0.5), on(GATE, NANO, 0.5)), List.of(PI_NODE, silent));

        assertThat(plans.values()).allMatch(plan -> plan.routes().isEmpty());
    }

    @Test
    void completeNodesKeepWhatIsNotThePlans() {
        PI_NODE.getMetadata().setManagedFields(List.of(new ManagedFieldsEntry()));

        List<InferenceNode> nodes = PlanWriter.nodes(plan(on(GATE, PI, 1)), List.of(PI_NODE, NANO_NODE));

        assertThat(nodes).extracting(node -> node.getMetadata().getName()).containsExactly("nano", "pi");
        InferenceNode pi = nodes.get(1);
        assertThat(pi.getMetadata().getLabels()).containsEntry("site", "a");
        assertThat(pi.getMetadata().getManagedFields()).isEmpty();
        assertThat(pi.getStatus()).isEqualTo(PI_NODE.getStatus());
        assertThat(pi.getSpec().planEpoch()).isEqualTo(41);
        assertThat(pi.getSpec().pricePerHour()).isEqualTo(0.1);
        assertThat(pi.getSpec().taints()).hasSize(1);
        assertThat(pi.getSpec().assignments()).hasSize(1);
        assertThat(nodes.getFirst().getSpec().assignments()).isEmpty();
    }

    @Test
    void whatIsWrittenReadsBackAsThePlan() {
        Plan plan = plan(on(DOCK, PI, 0.5), on(DOCK, NANO, 0.5), on(GATE, NANO, 1));
        List<InferenceNode> nodes = PlanWriter.nodes(plan, List.of(PI_NODE, NANO_NODE));

        assertThat(RunningPlan.assignments(nodes)).containsExactlyInAnyOrderElementsOf(plan.assignments());
        assertThat(RunningPlan.disciplines(nodes)).containsExactly(Map.entry(PI, Discipline.SWAP_AWARE));
    }
}
