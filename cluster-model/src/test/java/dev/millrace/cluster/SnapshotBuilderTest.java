package dev.millrace.cluster;

import static dev.millrace.cluster.Objects.app;
import static dev.millrace.cluster.Objects.model;
import static dev.millrace.cluster.Objects.node;
import static dev.millrace.cluster.Objects.profile;
import static dev.millrace.cluster.Objects.simpleApp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.cluster.SnapshotProblem.Reason;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import dev.millrace.crds.v1alpha1.Taint;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.Profile;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotBuilderTest {
    private static final String SHA = "a".repeat(64);
    private static final ModelProfile MNV2 = profile(
            "mnv2.coral-usb",
            "{model: mnv2, deviceType: coral-usb, serviceTime: [{batch: 1, mean: 4910us}], switchTime: 10.43ms,"
                    + " memory: 100Mi, onChipMemory: 3.75Mi, energyPerRequest: 0.02}");
    private static final InferenceModel MODEL = model(
            "site-a",
            "mnv2",
            "{variants: [{name: edgetpu, deviceClass: EdgeTPU, format: tflite, uri: 'https://x/a', sha256: " + SHA
                    + "}]}");
    private static final InferenceNode NODE = node(
            "pi-3",
            "{}",
            "{cpu: {cores: 4}, memory: 4Gi, devices: [{name: edgetpu-0, class: EdgeTPU, type: coral-usb,"
                    + " onChipMemory: 6.9Mi, memory: 800Mi, health: Healthy}]}");

    private static SnapshotResult build(
            List<InferenceApp> apps, List<InferenceModel> models, List<ModelProfile> profiles, InferenceNode... nodes) {
        return SnapshotBuilder.build(apps, models, profiles, List.of(nodes), List.of());
    }

    private static App only(SnapshotResult result) {
        assertThat(result.snapshot().apps()).hasSize(1);
        return result.snapshot().apps().getFirst();
    }

    @Test
    void mapsEveryFieldOfAnApp() {
        InferenceApp app = app("site-a", "gate", """
                {modelRef: {name: mnv2}, tenancy: Dedicated, arrivals: {ratePerSecond: 15, process: General, cv2: 2.5},
                 slo: {latency: 80ms, objective: p99.9}, preprocess: {cpu: 20ms}, network: {latency: 10ms},
                 replicas: {min: 2, max: 3}, priority: 7, nodeSelector: {site: a},
                 tolerations: [{key: k, operator: Exists, effect: NoSchedule}]}""");
        app.getMetadata().setCreationTimestamp("2026-01-01T02:00:00+02:00");

        App mapped = only(build(List.of(app), List.of(MODEL), List.of(MNV2), NODE));

        assertThat(mapped.ref()).isEqualTo(new AppRef("site-a", "gate"));
        assertThat(mapped.created()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(mapped.arrivals()).isEqualTo(ArrivalProcess.general(15, 2.5));
        assertThat(mapped.slo().objective()).isEqualTo(Objective.P999);
        assertThat(mapped.slo().latencyMs()).isEqualTo(80);
        assertThat(mapped.preprocessMs()).isEqualTo(20);
        assertThat(mapped.networkMs()).isEqualTo(10);
        assertThat(mapped.minReplicas()).isEqualTo(2);
        assertThat(mapped.maxReplicas()).isEqualTo(3);
        assertThat(mapped.priority()).isEqualTo(7);
        assertThat(mapped.dedicated()).isTrue();
        assertThat(mapped.nodeSelector()).containsExactly(Map.entry("site", "a"));
        assertThat(mapped.tolerations()).hasSize(1);
        Profile cost = mapped.variant("edgetpu").profiles().get("coral-usb");
        assertThat(cost.service().at(1).meanMs()).isCloseTo(4.91, within(1e-9));
        assertThat(cost.switchMs()).isCloseTo(10.43, within(1e-9));
        assertThat(cost.memoryBytes()).isEqualTo(100L << 20);
        assertThat(cost.onChipBytes()).isEqualTo((long) Math.ceil(3.75 * (1 << 20)));
        assertThat(cost.energyPerRequestJ()).isEqualTo(0.02);
    }

    @Test
    void absentFieldsTakeTheDefaultsOfTheContract() {
        App mapped = only(build(List.of(simpleApp("site-a", "gate", "mnv2")), List.of(MODEL), List.of(MNV2), NODE));

        assertThat(mapped.created()).isNull();
        assertThat(mapped.arrivals()).isEqualTo(ArrivalProcess.poisson(5));
        assertThat(mapped.slo().objective()).isEqualTo(Objective.P95);
        assertThat(mapped.preprocessMs()).isZero();
        assertThat(mapped.networkMs()).isZero();
        assertThat(List.of(mapped.minReplicas(), mapped.maxReplicas(), mapped.priority()))
                .containsExactly(1, 1, 0);
        assertThat(mapped.dedicated()).isFalse();
    }

    @Test
    void mapsNodesDevicesTaintsAndReadiness() {
        InferenceNode node =
                node("pi-9", "{taints: [{key: maintenance, effect: NoSchedule}], pricePerHour: 0.02}", """
                {cpu: {cores: 2}, memory: 8Gi,
                 devices: [{name: gpu-0, class: GPU, type: jetson-nano, health: Unhealthy},
                           {name: edgetpu-0, class: EdgeTPU, type: coral-usb, onChipMemory: 6.9Mi, memory: 800Mi}],
                 conditions: [{type: Ready, status: 'False', reason: X, message: '', lastTransitionTime: '2026-01-01T00:00:00Z'}]}""");

        Node mapped = SnapshotBuilder.build(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(node),
                        List.of(),
                        Map.of("pi-9", List.of(new Taint("node.kubernetes.io/unreachable", null, "NoExecute", null))))
                .snapshot()
                .nodes()
                .getFirst();

        assertThat(mapped.ready()).isFalse();
        assertThat(mapped.cores()).isEqualTo(2);
        assertThat(mapped.memoryBytes()).isEqualTo(8L << 30);
        assertThat(mapped.pricePerHour()).isEqualTo(0.02);
        assertThat(mapped.labels()).containsEntry("site", "a");
        assertThat(mapped.taints())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("maintenance:NoSchedule", "node.kubernetes.io/unreachable:NoExecute");
        assertThat(mapped.devices().get(0).healthy()).isFalse();
        assertThat(mapped.devices().get(0).memoryBytes()).isNull();
        assertThat(mapped.devices().get(1).healthy()).isTrue();
        assertThat(mapped.devices().get(1).deviceClass()).isEqualTo(DeviceClass.EDGE_TPU);
        assertThat(mapped.devices().get(1).memoryBytes()).isEqualTo(800L << 20);
    }

    @Test
    void aNodeWithoutReadyConditionIsReadyAndOneWithoutStatusHasNoDevices() {
        List<Node> nodes = build(List.of(), List.of(), List.of(), NODE, node("new", "{}", "null"))
                .snapshot()
                .nodes();

        assertThat(nodes).extracting(Node::name).containsExactly("new", "pi-3");
        assertThat(nodes).allMatch(Node::ready);
        assertThat(nodes.getFirst().devices()).isEmpty();
    }

    @Test
    void readsWhatRunsNow() {
        InferenceNode node = node("pi-3", """
                {assignments: [{app: {namespace: site-a, name: gate}, device: edgetpu-0, variant: edgetpu, share: 0.5, coResident: s},
                               {app: {namespace: gone, name: gone}, device: edgetpu-0, variant: x}],
                 disciplines: {edgetpu-0: SwapAware}}""", "{cpu: {cores: 4}}");

        SnapshotResult result = build(List.of(), List.of(), List.of(), node);

        DeviceRef device = new DeviceRef("pi-3", "edgetpu-0");
        assertThat(result.snapshot().running())
                .containsExactly(
                        new Assignment(new AppRef("gone", "gone"), device, "x", 1.0, 1, null),
                        new Assignment(new AppRef("site-a", "gate"), device, "edgetpu", 0.5, 1, "s"));
        assertThat(result.snapshot().disciplines()).containsExactly(Map.entry(device, Discipline.SWAP_AWARE));
    }

    @Test
    void anAppWithoutModelIsLeftOutAndOneWithoutProfileStaysWithoutCosts() {
        SnapshotResult result = build(
                List.of(simpleApp("site-a", "lost", "nope"), simpleApp("site-a", "gate", "mnv2")),
                List.of(MODEL),
                List.of(),
                NODE);

        assertThat(only(result).variant("edgetpu").profiles()).isEmpty();
        assertThat(result.problemOf(new AppRef("site-a", "lost"))).hasValueSatisfying(problem -> {
            assertThat(problem.reason()).isEqualTo(Reason.ModelNotFound);
            assertThat(problem.message()).contains("spec.modelRef.name", "site-a/nope");
        });
        assertThat(result.problemOf(new AppRef("site-a", "gate")))
                .hasValueSatisfying(problem -> assertThat(problem.reason()).isEqualTo(Reason.NoProfile));
    }

    @Test
    void anImpossibleValueNamesItsObjectAndLeavesTheRestAlone() {
        ModelProfile twice = profile(
                "bad.coral-usb",
                "{model: bad, deviceType: coral-usb, memory: 1Mi,"
                        + " serviceTime: [{batch: 1, mean: 1ms}, {batch: 1, mean: 2ms}]}");
        InferenceModel bad =
                model("site-a", "bad", "{variants: [{name: edgetpu, deviceClass: EdgeTPU, format: tflite, uri: u}]}");

        SnapshotResult result = build(
                List.of(simpleApp("site-a", "sick", "bad"), simpleApp("site-a", "well", "mnv2")),
                List.of(MODEL, bad),
                List.of(MNV2, twice),
                NODE);

        assertThat(only(result).ref().name()).isEqualTo("well");
        assertThat(result.problemOf(new AppRef("site-a", "sick")))
                .hasValueSatisfying(problem -> assertThat(problem.message()).contains("bad.coral-usb", "batch"));
    }

    @Test
    void usesThePolicyNamedDefaultAndNoOther() {
        PlacementPolicy other = policy("other", "{algorithm: spread}");
        PlacementPolicy ours = policy(
                "default",
                "{goal: MaxApps, maxUtilization: 0.8, solveTime: 1500ms, safetyMargin: 0.1,"
                        + " weights: {energy: 2}, quotas: [{namespace: site-a, deviceShare: 0.5}]}");

        Policy none = SnapshotBuilder.build(List.of(), List.of(), List.of(), List.of(), List.of(other))
                .snapshot()
                .policy();
        Policy policy = SnapshotBuilder.build(List.of(), List.of(), List.of(), List.of(), List.of(other, ours))
                .snapshot()
                .policy();

        assertThat(none).isEqualTo(Policy.defaults());
        assertThat(policy.algorithm()).isEqualTo("millrace");
        assertThat(policy.goal()).isEqualTo(Goal.MAX_APPS);
        assertThat(policy.maxUtilization()).isEqualTo(0.8);
        assertThat(policy.solveTime()).isEqualTo(Duration.ofMillis(1500));
        assertThat(policy.safetyMargin()).isEqualTo(0.1);
        assertThat(policy.weights()).isEqualTo(new Policy.Weights(1.0, 2.0, 0.0));
        assertThat(policy.quotas()).containsExactly(new Policy.Quota("site-a", 0.5, 0));
    }

    @Test
    void theOrderOfTheObjectsDoesNotMatter() {
        List<InferenceApp> apps = new ArrayList<>(List.of(
                simpleApp("b", "x", "mnv2"), simpleApp("site-a", "z", "mnv2"), simpleApp("site-a", "y", "mnv2")));
        SnapshotResult forward = build(apps, List.of(MODEL), List.of(MNV2), NODE);
        Collections.reverse(apps);

        assertThat(build(apps, List.of(MODEL), List.of(MNV2), NODE)).isEqualTo(forward);
    }

    private static PlacementPolicy policy(String name, String spec) {
        return Serialization.unmarshal("""
                apiVersion: millrace.dev/v1alpha1
                kind: PlacementPolicy
                metadata: {name: %s}
                spec: %s
                """.formatted(name, spec), PlacementPolicy.class);
    }
}
