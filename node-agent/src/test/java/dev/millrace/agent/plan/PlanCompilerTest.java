package dev.millrace.agent.plan;

import static dev.millrace.agent.Manifests.assignment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.agent.Manifests;
import dev.millrace.agent.device.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanCompilerTest {
    @Test
    void sharedAppsShareACopyAndADedicatedOneHasItsOwn() {
        NodePlan plan = compile(Manifests.inputs(
                4,
                assignment("cam", "edgetpu-0", "edgetpu", 1),
                assignment("gate", "edgetpu-0", "edgetpu", 1),
                assignment("own", "edgetpu-0", "edgetpu", 1)));
        assertThat(plan.epoch()).isEqualTo(4);
        assertThat(plan.copies()).hasSize(2);
        assertThat(copyOf(plan, "cam")).isEqualTo(copyOf(plan, "gate")).isNotEqualTo(copyOf(plan, "own"));
    }

    @Test
    void copiesCarryTheProfileOfTheDeviceType() {
        NodePlan plan = compile(Manifests.inputs(
                1,
                assignment("cam", "edgetpu-0", "edgetpu", 1),
                assignment("gate", "gpu-0", "gpu", 1).replace("share", "maxBatch: 9, share")));
        CopyPlan edgeTpu = plan.copies().getFirst();
        assertThat(edgeTpu.switchNanos()).isEqualTo(3_000_000);
        assertThat(edgeTpu.rows().getFirst().meanNanos()).isEqualTo(2e6);
        assertThat(edgeTpu.memoryBytes()).isEqualTo(10L << 20);
        CopyPlan gpu = plan.copies().getLast();
        assertThat(gpu.switchNanos()).isZero();
        assertThat(gpu.maxBatch()).as("never beyond the largest row").isEqualTo(4);
    }

    @Test
    void appsCarryContractDeadlineAndPreprocessing() {
        NodePlan plan = compile(Manifests.inputs(
                1,
                assignment("cam", "edgetpu-0", "edgetpu", 1),
                assignment("own", "edgetpu-0", "edgetpu", 1),
                assignment("gate", "edgetpu-0", "edgetpu", 1)));
        AppPlan cam = app(plan, "cam");
        assertThat(cam.dueNanos()).isEqualTo(70_000_000);
        assertThat(cam.networkMicros()).isEqualTo(10_000);
        assertThat(cam.arrivalCv2()).isEqualTo(1);
        assertThat(app(plan, "own").arrivalCv2()).isEqualTo(3);
        assertThat(app(plan, "gate").arrivalCv2()).isZero();
        assertThat(app(plan, "gate").preprocessNanos()).isEqualTo(1_000_000);
    }

    @Test
    void whatCannotBeServedSaysWhy() {
        PlanInputs inputs = Manifests.inputs(1, assignment("cam", "edgetpu-9", "edgetpu", 1));
        assertThat(app(compile(inputs), "cam").replicas().getFirst())
                .satisfies(replica -> assertThat(replica.reason()).isEqualTo("DeviceAbsent"))
                .satisfies(replica -> assertThat(replica.message()).contains("--emulate edgetpu-9=coral-usb"));
        assertThat(reason(new PlanInputs(inputs.node(), List.of(), inputs.models(), inputs.profiles()), inputs))
                .isEqualTo("DeviceAbsent");
        PlanInputs served = Manifests.inputs(1, assignment("cam", "edgetpu-0", "edgetpu", 1));
        assertThat(reason(new PlanInputs(served.node(), List.of(), served.models(), served.profiles()), served))
                .isEqualTo("NoSuchApp");
        assertThat(reason(new PlanInputs(served.node(), served.apps(), List.of(), served.profiles()), served))
                .isEqualTo("NoSuchModel");
        assertThat(reason(new PlanInputs(served.node(), served.apps(), served.models(), List.of()), served))
                .isEqualTo("NoProfile");
    }

    @Test
    void routesTellOwnShareAndTargets() {
        PlanInputs inputs = Manifests.parse(Manifests.yaml(1, assignment("cam", "edgetpu-0", "edgetpu", 0.25))
                .replace("  assignments:", """
                          disciplines: {edgetpu-0: SwapAware}
                          routes:
                          - app: {namespace: site, name: cam}
                            targets:
                            - {node: n1, address: 127.0.0.1, httpPort: 1, grpcPort: 2, share: 0.25}
                            - {node: n2, address: 127.0.0.2, httpPort: 3, grpcPort: 4, share: 0.75}
                          assignments:\
                        """));
        NodePlan plan = compile(inputs);
        assertThat(app(plan, "cam").ownShare()).isEqualTo(0.25);
        assertThat(app(plan, "cam").targets()).singleElement().satisfies(target -> {
            assertThat(target.node()).isEqualTo("n2");
            assertThat(target.httpPort()).isEqualTo(3);
            assertThat(target.share()).isEqualTo(0.75);
        });
        assertThat(plan.orders()).containsEntry("edgetpu-0", Order.SWAP_AWARE);
    }

    private static NodePlan compile(PlanInputs inputs) {
        return new PlanCompiler("n1", Inventories.of(inputs.node().getStatus(), List.of(), null, null, null))
                .compile(inputs);
    }

    private static String reason(PlanInputs inputs, PlanInputs node) {
        return new PlanCompiler("n1", Inventories.of(node.node().getStatus(), List.of(), null, null, null))
                .compile(inputs)
                .apps()
                .getFirst()
                .replicas()
                .getFirst()
                .reason();
    }

    private static AppPlan app(NodePlan plan, String name) {
        return plan.apps().stream()
                .filter(app -> app.id().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String copyOf(NodePlan plan, String name) {
        return app(plan, name).replicas().getFirst().copyId();
    }
}
