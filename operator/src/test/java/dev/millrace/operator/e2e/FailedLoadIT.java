package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.AppState;
import dev.millrace.operator.condition.ConditionType;
import org.junit.jupiter.api.Test;

/** Loads that fail on the way to a new place, and artefacts that change in place. */
class FailedLoadIT extends RunningOperator {
    private String readySince(String app) {
        return site.condition(app, ConditionType.READY).orElseThrow().getLastTransitionTime();
    }

    @Test
    void theAppKeepsServingWhereItWasUntilAnotherPlaceLoads() {
        ScriptedAgent first = site.agent("a");
        within(30).until(() -> ready(first));
        site.app("cam");
        awaitState("cam", ConditionType.READY, "True/Ready");
        ScriptedAgent second = site.agent("b");
        within(30).until(() -> ready(second));
        second.says("cam", AppState.FAILED);
        String since = readySince("cam");

        site.taint(first.node(), "evicted", true);
        awaitState("cam", ConditionType.LOADED, "False/LoadFailed");
        within(30)
                .untilAsserted(
                        () -> assertThat(site.told(second)).as("given up").isEmpty());
        assertThat(site.told(first)).containsExactly("cam@1.0");
        assertThat(site.nodesOf("cam")).containsExactly(first.node());
        assertThat(site.state("cam", ConditionType.READY)).isEqualTo("True/Ready");
        assertThat(slices("cam")).hasSize(1);
        within(20).untilAsserted(() -> assertThat(site.events("cam")).contains("LoadFailed"));

        ScriptedAgent third = site.agent("c");
        within(60).untilAsserted(() -> assertThat(site.nodesOf("cam")).containsExactly(third.node()));
        awaitState("cam", ConditionType.LOADED, "True/Loaded");
        within(30).untilAsserted(() -> assertThat(site.told(first)).isEmpty());
        assertThat(readySince("cam")).as("Ready was never lost").isEqualTo(since);
    }

    @Test
    void aDeviceIsTriedAgainAfterAPause() {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        agent.failsOnce("cam");
        site.app("cam");
        awaitState("cam", ConditionType.LOADED, "False/LoadFailed");
        // What the agent says is told at once, what follows from it with the next plan.
        within(20)
                .untilAsserted(() -> assertThat(site.condition("cam", ConditionType.LOADED)
                                .orElseThrow()
                                .getMessage())
                        .contains("not tried again before"));
        assertThat(site.state("cam", ConditionType.PLACED)).isEqualTo("True/Placed");

        awaitState("cam", ConditionType.READY, "True/Ready");
    }

    @Test
    void aChangedArtefactTakesNobodyOutOfTheService() {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        site.app("cam");
        awaitState("cam", ConditionType.READY, "True/Ready");
        within(30).untilAsserted(() -> assertThat(slices("cam")).hasSize(1));
        String since = readySince("cam");
        String slice = slices("cam").getFirst().getMetadata().getResourceVersion();

        agent.servesOlderCopy("cam", true);
        agent.says("cam", AppState.LOADING);
        site.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceModel
                metadata: {name: mnv2}
                spec: {variants: [{name: edgetpu, deviceClass: EdgeTPU, format: tflite, uri: "file:mnv2-next.tflite"}]}
                """);
        awaitState("cam", ConditionType.LOADED, "False/Loading");
        assertThat(site.state("cam", ConditionType.READY)).isEqualTo("True/Ready");

        agent.says("cam", AppState.FAILED);
        awaitState("cam", ConditionType.LOADED, "False/LoadFailed");
        assertThat(site.state("cam", ConditionType.READY))
                .as("the older copy serves")
                .isEqualTo("True/Ready");
        assertThat(site.told(agent)).containsExactly("cam@1.0");

        agent.says("cam", null);
        agent.servesOlderCopy("cam", false);
        awaitState("cam", ConditionType.LOADED, "True/Loaded");
        assertThat(readySince("cam")).isEqualTo(since);
        assertThat(slices("cam").getFirst().getMetadata().getResourceVersion())
                .as("untouched all the while")
                .isEqualTo(slice);
    }
}
