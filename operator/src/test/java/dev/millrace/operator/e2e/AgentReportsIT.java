package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.crds.v1alpha1.AppState;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.InferenceNodeSpec;
import dev.millrace.crds.v1alpha1.ObservedHistogram;
import dev.millrace.crds.v1alpha1.Taint;
import dev.millrace.operator.condition.ConditionType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What agents do: load, fail, fall silent, observe. */
class AgentReportsIT extends RunningOperator {
    @Test
    void readyFollowsTheAgent() {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        agent.says("cam", AppState.LOADING);
        site.app("cam");

        awaitState("cam", ConditionType.LOADED, "False/Loading");
        assertThat(site.state("cam", ConditionType.PLACED)).isEqualTo("True/Placed");
        assertThat(site.state("cam", ConditionType.READY)).isEqualTo("False/Loading");
        assertThat(slices("cam")).isEmpty();

        agent.says("cam", AppState.FAILED);
        awaitState("cam", ConditionType.READY, "False/LoadFailed");
        within(20).untilAsserted(() -> assertThat(site.events("cam")).containsExactly("Placed", "LoadFailed"));

        agent.says("cam", null);
        awaitState("cam", ConditionType.READY, "True/Ready");
    }

    @Test
    void aLostNodeIsLeftAndItsReturnMovesNothing() {
        ScriptedAgent first = site.agent("a");
        within(30).until(() -> ready(first));
        site.app("cam");
        awaitState("cam", ConditionType.READY, "True/Ready");
        ScriptedAgent second = site.agent("b");
        within(30).until(() -> ready(second));

        first.silent(true);
        within(40).untilAsserted(() -> assertThat(ready(first)).isFalse());
        within(30).untilAsserted(() -> assertThat(site.nodesOf("cam")).containsExactly(second.node()));
        awaitState("cam", ConditionType.READY, "True/Ready");
        within(20).untilAsserted(() -> assertThat(site.events("cam")).containsExactly("Placed", "Moved"));
        within(30)
                .untilAsserted(() -> assertThat(slices("cam"))
                        .extracting(slice ->
                                slice.getEndpoints().getFirst().getAddresses().getFirst())
                        .containsExactly("10.20.0.2"));

        first.silent(false);
        within(30).until(() -> ready(first));
        assertThat(site.nodesOf("cam")).containsExactly(second.node());
    }

    @Test
    void aTaintMovesTheAppMakeBeforeBreak() {
        ScriptedAgent first = site.agent("a");
        within(30).until(() -> ready(first));
        site.app("cam");
        awaitState("cam", ConditionType.READY, "True/Ready");
        ScriptedAgent second = site.agent("b");
        within(30).until(() -> ready(second));
        second.says("cam", AppState.LOADING);
        String readySince =
                site.condition("cam", ConditionType.READY).orElseThrow().getLastTransitionTime();

        client.resources(InferenceNode.class).withName(first.node()).edit(node -> {
            InferenceNodeSpec spec = node.getSpec();
            List<Taint> taints = new ArrayList<>(spec.taints());
            taints.add(new Taint("evicted", null, "NoSchedule", null));
            node.setSpec(new InferenceNodeSpec(
                    taints, null, spec.planEpoch(), spec.assignments(), spec.disciplines(), spec.routes(), null));
            return node;
        });

        within(30).untilAsserted(() -> assertThat(site.told(second)).containsExactly("cam@0.0"));
        assertThat(site.told(first)).as("keeps serving meanwhile").containsExactly("cam@1.0");
        assertThat(site.state("cam", ConditionType.READY)).isEqualTo("True/Ready");
        awaitState("cam", ConditionType.LOADED, "False/Loading");

        second.says("cam", null);
        within(30).untilAsserted(() -> assertThat(site.told(second)).containsExactly("cam@1.0"));
        within(30).untilAsserted(() -> assertThat(site.told(first)).isEmpty());
        assertThat(site.nodesOf("cam")).containsExactly(second.node());
        assertThat(site.state("cam", ConditionType.READY)).isEqualTo("True/Ready");
        assertThat(site.condition("cam", ConditionType.READY).orElseThrow().getLastTransitionTime())
                .as("Ready was never lost on the way")
                .isEqualTo(readySince);
    }

    @Test
    void whatWasObservedIsMergedAndPublished() throws Exception {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        agent.observes("cam", histogram(30_000));
        site.app("cam");

        awaitState("cam", ConditionType.SLO_MET, "True/ObservedWithinSLO");
        InferenceApp cam = site.get("cam");
        assertThat(cam.getStatus().observed().p95()).startsWith("30");
        assertThat(cam.getStatus().observed().ratePerSecond()).isEqualTo(15);
        assertThat(cam.getStatus().summary().observed())
                .isEqualTo(cam.getStatus().observed().p95());

        String metrics = operator.get("/metrics");
        assertThat(metrics)
                .contains("millrace_apps{state=\"placed\"}")
                .contains("millrace_apps{state=\"pending\"} 0.0")
                .contains("millrace_plan_epoch")
                .contains("millrace_plan_duration_seconds_bucket")
                .contains("millrace_plan_moves_total")
                .containsPattern("millrace_observed_latency_seconds\\{.*namespace=\"" + site.namespace()
                        + "\".*stat=\"p95\".*\\} 0\\.03");
        assertThat(operator.get("/q/health")).contains("\"UP\"");
    }

    private static ObservedHistogram histogram(long micros) {
        Histogram histogram = new Histogram(3);
        for (int i = 0; i < 100; i++) {
            histogram.recordValue(micros);
        }
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        String data = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
        return new ObservedHistogram("HdrHistogramV2", data, 100L, 15.0, 1.0, "60s");
    }

    @Test
    void atRestNothingIsWritten() {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        site.app("one");
        site.app("two");
        awaitState("one", ConditionType.READY, "True/Ready");
        awaitState("two", ConditionType.READY, "True/Ready");
        double[] last = {-1};
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> {
                    double before = last[0];
                    last[0] = ApiWrites.soFar(plane);
                    return before == last[0];
                });

        await().during(Duration.ofSeconds(10))
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> ApiWrites.soFar(plane) == last[0]);
    }
}
