package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.DeviceHealth;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What breaks, and what comes back. */
class LossIT extends RunningOperator {
    @Test
    void appsOfASickDeviceAreHostedElsewhereAndStayThereWhenItRecovers() {
        ScriptedAgent first = site.agent("a");
        within(30).until(() -> ready(first));
        for (int i = 0; i < 3; i++) {
            site.app("cam" + i);
        }
        for (int i = 0; i < 3; i++) {
            awaitState("cam" + i, ConditionType.READY, "True/Ready");
        }
        ScriptedAgent second = site.agent("b");
        within(30).until(() -> ready(second));

        first.deviceHealth(DeviceHealth.UNHEALTHY);
        within(30).untilAsserted(() -> assertThat(site.told(first)).isEmpty());
        assertThat(site.told(second)).containsExactlyInAnyOrder("cam0@1.0", "cam1@1.0", "cam2@1.0");
        for (int i = 0; i < 3; i++) {
            awaitState("cam" + i, ConditionType.READY, "True/Ready");
        }

        first.deviceHealth(DeviceHealth.HEALTHY);
        // Something that is planned after the return, so that there was an occasion to move.
        site.app("late");
        awaitState("late", ConditionType.READY, "True/Ready");
        assertThat(site.told(second)).contains("cam0@1.0", "cam1@1.0", "cam2@1.0");
        for (int i = 0; i < 3; i++) {
            String cam = "cam" + i;
            within(20).untilAsserted(() -> assertThat(site.events(cam)).containsExactly("Placed", "Moved"));
        }
    }

    @Test
    void theLowestPriorityIsShedFirstAndComesBackWithTheNode() {
        ScriptedAgent first = site.agent("a");
        ScriptedAgent second = site.agent("b");
        within(30).until(() -> ready(first) && ready(second));
        site.app("high", "80ms", 120, "priority: 5");
        site.app("low", "80ms", 120, "");
        awaitState("high", ConditionType.READY, "True/Ready");
        awaitState("low", ConditionType.READY, "True/Ready");
        assertThat(site.nodesOf("high")).isNotEqualTo(site.nodesOf("low"));
        ScriptedAgent lost = site.nodesOf("high").contains(first.node()) ? first : second;
        ScriptedAgent left = lost == first ? second : first;

        lost.silent(true);
        within(60).untilAsserted(() -> assertThat(site.nodesOf("high")).containsExactly(left.node()));
        awaitState("high", ConditionType.READY, "True/Ready");
        within(30)
                .untilAsserted(() ->
                        assertThat(site.state("low", ConditionType.PLACED)).startsWith("False/"));
        assertThat(site.condition("low", ConditionType.PLACED).orElseThrow().getMessage())
                .isNotBlank();
        within(20).untilAsserted(() -> assertThat(site.events("low")).contains("Unplaced"));

        lost.silent(false);
        awaitState("low", ConditionType.READY, "True/Ready");
        assertThat(site.nodesOf("low")).containsExactly(lost.node());
        assertThat(site.nodesOf("high")).as("does not move back").containsExactly(left.node());
    }

    @Test
    void aHigherPriorityDisplacesALowerOne() {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        site.app("low", "80ms", 120, "");
        awaitState("low", ConditionType.READY, "True/Ready");

        site.app("high", "80ms", 120, "priority: 5");

        awaitState("high", ConditionType.READY, "True/Ready");
        within(30)
                .untilAsserted(() ->
                        assertThat(site.state("low", ConditionType.PLACED)).startsWith("False/"));
        within(20).untilAsserted(() -> assertThat(site.events("low")).containsExactly("Placed", "Unplaced"));
    }

    @Test
    void aRateThatGrowsMovesItsAppAlone() {
        ScriptedAgent first = site.agent("a");
        within(30).until(() -> ready(first));
        site.app("cam", "80ms", 30, "");
        site.app("other", "80ms", 60, "");
        awaitState("cam", ConditionType.READY, "True/Ready");
        awaitState("other", ConditionType.READY, "True/Ready");
        ScriptedAgent second = site.agent("b");
        within(30).until(() -> ready(second));

        site.app("cam", "80ms", 40, "");
        within(30).until(() -> site.get("cam").getStatus().observedGeneration() == 2);
        assertThat(site.nodesOf("cam")).as("it fits where it is").containsExactly(first.node());

        site.app("cam", "80ms", 150, "");
        within(60).untilAsserted(() -> assertThat(site.nodesOf("cam")).containsExactly(second.node()));
        awaitState("cam", ConditionType.READY, "True/Ready");
        assertThat(site.nodesOf("other")).containsExactly(first.node());
        within(20).untilAsserted(() -> assertThat(site.events("other")).containsExactly("Placed"));
    }

    @Test
    void aMassSilenceFreezesPlanningUntilTheAgentsAreHeardAgain() throws Exception {
        List<ScriptedAgent> agents =
                Stream.of("a", "b", "c", "d").map(site::agent).toList();
        within(60).until(() -> agents.stream().allMatch(this::ready));
        site.app("cam");
        awaitState("cam", ConditionType.READY, "True/Ready");
        List<String> before = site.nodesOf("cam");

        agents.forEach(agent -> agent.silent(true));
        within(40)
                .untilAsserted(() -> assertThat(agents)
                        .allSatisfy(agent -> assertThat(readiness(agent)).isEqualTo("Unknown/AgentsSilent")));
        assertThat(operator.get("/metrics")).contains("millrace_planning_frozen 1.0");
        site.app("late");
        agents.getFirst().silent(false);
        within(30).untilAsserted(() -> assertThat(readiness(agents.getFirst())).isEqualTo("True/AgentReady"));
        assertThat(site.state("late", ConditionType.PLACED))
                .as("nothing is decided")
                .isEqualTo("-");
        assertThat(site.nodesOf("cam")).isEqualTo(before);

        agents.forEach(agent -> agent.silent(false));
        within(30).until(() -> agents.stream().allMatch(this::ready));
        awaitState("late", ConditionType.READY, "True/Ready");
        assertThat(site.nodesOf("cam")).isEqualTo(before);
        assertThat(site.state("cam", ConditionType.READY)).isEqualTo("True/Ready");
        assertThat(operator.get("/metrics")).contains("millrace_planning_frozen 0.0");
        assertThat(site.events("cam")).containsExactly("Placed");
    }

    private String readiness(ScriptedAgent agent) {
        InferenceNode node =
                client.resources(InferenceNode.class).withName(agent.node()).get();
        return Conditions.find(node.getStatus().conditions(), ConditionType.READY)
                .map(ready -> ready.getStatus() + "/" + ready.getReason())
                .orElse("-");
    }
}
