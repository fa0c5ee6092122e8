package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.LoadedCopy;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.ObservedHistogram;
import dev.millrace.crds.v1alpha1.ProfilingState;
import dev.millrace.crds.v1alpha1.ServiceTimeRow;
import dev.millrace.crds.v1alpha1.SourceKind;
import dev.millrace.operator.condition.ConditionType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What agents observe and measure changes what is planned with: after a while, and no more than it has to. */
class AdaptationIT extends RunningOperator {
    private static final String SHA256 = "ab".repeat(32);

    @Override
    String[] operatorProperties() {
        // A sample a second instead of a minute.
        return new String[] {"-Dmillrace.adaptation.period=1s"};
    }

    @AfterEach
    void removeProfiles() {
        client.resources(ModelProfile.class)
                .withLabel("app.kubernetes.io/managed-by", "millrace-operator")
                .delete();
    }

    private List<ModelProfile> profilesOf(String namespace) {
        return client.resources(ModelProfile.class)
                .withLabel("millrace.dev/model-namespace", namespace)
                .list()
                .getItems();
    }

    @Test
    void anUnprofiledModelIsMeasuredOnAnIdleDevice() {
        ScriptedAgent busy = site.agent("a");
        busy.real();
        within(30).until(() -> ready(busy));
        site.app("cam");
        awaitState("cam", ConditionType.READY, "True/Ready");
        ScriptedAgent idle = site.agent("b");
        within(30).until(() -> ready(idle));
        site.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceModel
                metadata: {name: unknown}
                spec:
                  profile: unknown-%s
                  variants: [{name: edgetpu, deviceClass: EdgeTPU, format: tflite, uri: "file:unknown.tflite"}]
                """.formatted(site.namespace()));
        site.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceApp
                metadata: {name: fresh}
                spec:
                  modelRef: {name: unknown}
                  arrivals: {ratePerSecond: 5}
                  slo: {latency: 80ms}
                  tolerations: [{key: test, operator: Equal, value: %s, effect: NoSchedule}]
                """.formatted(site.namespace()));
        awaitState("fresh", ConditionType.PROFILED, "False/NoProfile");
        assertThat(site.state("fresh", ConditionType.STALLED)).isEqualTo("True/NoProfile");

        idle.real();
        awaitState("fresh", ConditionType.PROFILED, "False/Profiling");
        assertThat(site.condition("fresh", ConditionType.PROFILED).orElseThrow().getMessage())
                .contains(idle.node() + "/tpu-0");
        assertThat(site.state("fresh", ConditionType.STALLED)).isEqualTo("False/Profiling");
        assertThat(node(idle).getSpec().profiling()).singleElement().satisfies(task -> {
            assertThat(task.model().name()).isEqualTo("unknown");
            assertThat(task.device()).isEqualTo("tpu-0");
        });
        assertThat(node(busy).getSpec().profiling()).as("in use").isNullOrEmpty();

        idle.profiles(ProfilingState.MEASURED);
        awaitState("fresh", ConditionType.PROFILED, "True/ProfileFound");
        awaitState("fresh", ConditionType.READY, "True/Ready");
        assertThat(profilesOf(site.namespace())).singleElement().satisfies(profile -> {
            assertThat(profile.getSpec().source().kind()).isEqualTo(SourceKind.MEASURED);
            assertThat(profile.getSpec().source().reference()).contains(idle.node() + "/tpu-0", "scripted");
            assertThat(profile.getSpec().sha256()).isEqualTo(SHA256);
            assertThat(profile.getSpec().deviceType()).isEqualTo("coral-usb");
            assertThat(profile.getMetadata().getLabels()).containsEntry("millrace.dev/model", "unknown");
        });
        assertThat(client.resources(InferenceModel.class)
                        .inNamespace(site.namespace())
                        .withName("unknown")
                        .get()
                        .getStatus()
                        .variants())
                .singleElement()
                .satisfies(variant -> assertThat(variant.digest()).isEqualTo("sha256:" + SHA256));
        within(30)
                .untilAsserted(
                        () -> assertThat(node(idle).getSpec().profiling()).isNullOrEmpty());
    }

    @Test
    void aDeviceThatCannotMeasureIsFollowedByAnother() {
        ScriptedAgent first = site.agent("a");
        first.real();
        first.profiles(ProfilingState.FAILED);
        within(30).until(() -> ready(first));
        site.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceModel
                metadata: {name: unknown}
                spec:
                  profile: unknown-%s
                  variants: [{name: edgetpu, deviceClass: EdgeTPU, format: tflite, uri: "file:unknown.tflite"}]
                """.formatted(site.namespace()));
        site.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceApp
                metadata: {name: fresh}
                spec:
                  modelRef: {name: unknown}
                  arrivals: {ratePerSecond: 5}
                  slo: {latency: 80ms}
                  tolerations: [{key: test, operator: Equal, value: %s, effect: NoSchedule}]
                """.formatted(site.namespace()));
        within(30)
                .untilAsserted(() ->
                        assertThat(site.state("fresh", ConditionType.PROFILED)).isEqualTo("False/NoProfile"));
        ScriptedAgent second = site.agent("b");
        second.real();
        second.profiles(ProfilingState.MEASURED);

        awaitState("fresh", ConditionType.READY, "True/Ready");
        assertThat(profilesOf(site.namespace()))
                .singleElement()
                .satisfies(profile ->
                        assertThat(profile.getSpec().source().reference()).contains(second.node()));
    }

    @Test
    void trafficBeyondItsContractIsPlannedForOnceItLasts() {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        agent.observes("cam", observed(15, 1.0, 30_000));
        site.app("cam");
        awaitState("cam", ConditionType.SLO_MET, "True/ObservedWithinSLO");
        double declared =
                Durations.millis(site.get("cam").getStatus().predicted().p95());

        agent.observes("cam", observed(15.2, 4.0, 31_000));
        within(60)
                .until(() ->
                        Durations.millis(site.get("cam").getStatus().predicted().p95()) > declared * 1.1);
        within(20).untilAsserted(() -> assertThat(site.events("cam")).contains("TrafficChanged"));
        assertThat(site.state("cam", ConditionType.READY)).isEqualTo("True/Ready");

        agent.observes("cam", observed(15, 1.0, 30_000));
        within(60)
                .untilAsserted(() -> assertThat(Durations.millis(
                                site.get("cam").getStatus().predicted().p95()))
                        .isEqualTo(declared));
    }

    @Test
    void aServiceTimeThatLeftItsProfileIsCheckedAndNotPanickedAbout() {
        ScriptedAgent agent = site.agent("a");
        agent.real();
        within(30).until(() -> ready(agent));
        site.app("cam");
        awaitState("cam", ConditionType.READY, "True/Ready");
        double before = Durations.millis(site.get("cam").getStatus().predicted().p95());
        String since = site.condition("cam", ConditionType.READY).orElseThrow().getLastTransitionTime();

        agent.loads(new LoadedCopy("tpu-0", "mnv2", null, List.of(new ServiceTimeRow(1, "8ms", 0.05)), null));
        within(60)
                .untilAsserted(() -> assertThat(profilesOf(site.namespace()))
                        .singleElement()
                        .satisfies(profile -> {
                            assertThat(profile.getSpec().source().kind()).isEqualTo(SourceKind.MEASURED);
                            assertThat(profile.getSpec()
                                            .serviceTime()
                                            .getFirst()
                                            .mean())
                                    .isEqualTo("8ms");
                            assertThat(profile.getSpec().switchTime())
                                    .as("as before")
                                    .isEqualTo("10ms");
                        }));

        within(30)
                .until(() ->
                        Durations.millis(site.get("cam").getStatus().predicted().p95()) > before);
        assertThat(site.told(agent)).as("still fits, so nothing moves").containsExactly("cam@1.0");
        assertThat(site.condition("cam", ConditionType.READY).orElseThrow().getLastTransitionTime())
                .isEqualTo(since);
    }

    @Test
    void aProfileThatNoLongerFitsMovesTheAppOrRefusesIt() {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        site.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceModel
                metadata: {name: own}
                spec:
                  profile: own-%s
                  variants: [{name: edgetpu, deviceClass: EdgeTPU, format: tflite, uri: "file:own.tflite"}]
                """.formatted(site.namespace()));
        profile("5ms");
        site.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceApp
                metadata: {name: changed}
                spec:
                  modelRef: {name: own}
                  arrivals: {ratePerSecond: 15}
                  slo: {latency: 80ms}
                  tolerations: [{key: test, operator: Equal, value: %s, effect: NoSchedule}]
                """.formatted(site.namespace()));
        awaitState("changed", ConditionType.READY, "True/Ready");

        profile("6ms");
        within(30)
                .until(() -> Optional.ofNullable(site.get("changed").getStatus().predicted())
                        .filter(predicted -> Durations.millis(predicted.p50()) >= 6)
                        .isPresent());
        assertThat(site.told(agent)).containsExactly("changed@1.0");

        profile("500ms");
        within(60)
                .untilAsserted(() ->
                        assertThat(site.state("changed", ConditionType.PLACED)).startsWith("False/"));
        within(20).untilAsserted(() -> assertThat(site.events("changed")).contains("Unplaced"));
        client.resources(ModelProfile.class).withName("own-" + site.namespace()).delete();
    }

    @Test
    void replicasFollowThePredictionBetweenTheirBounds() {
        ScriptedAgent one = site.agent("a");
        ScriptedAgent two = site.agent("b");
        within(30).until(() -> ready(one) && ready(two));
        site.app("cam", "25ms", 40, "replicas: {min: 1, max: 2}");
        awaitState("cam", ConditionType.READY, "True/Ready");
        assertThat(site.nodesOf("cam")).hasSize(1);

        site.app("cam", "25ms", 150, "replicas: {min: 1, max: 2}");
        within(60).untilAsserted(() -> assertThat(site.nodesOf("cam")).hasSize(2));
        awaitState("cam", ConditionType.READY, "True/Ready");
    }

    private void profile(String mean) {
        plane.kubectl().apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: ModelProfile
                metadata: {name: own-%1$s}
                spec:
                  model: own-%1$s
                  deviceType: coral-usb
                  serviceTime: [{batch: 1, mean: %2$s, cv2: 0.0}]
                  memory: 100Mi
                  source: {kind: Published, reference: test}
                """.formatted(site.namespace(), mean));
    }

    private InferenceNode node(ScriptedAgent agent) {
        return client.resources(InferenceNode.class).withName(agent.node()).get();
    }

    private static ObservedHistogram observed(double rate, double cv2, long micros) {
        Histogram histogram = new Histogram(3);
        for (int i = 0; i < 200; i++) {
            histogram.recordValue(micros);
        }
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        String data = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
        return new ObservedHistogram("HdrHistogramV2", data, 200L, rate, cv2, "60s");
    }
}
