package dev.millrace.operator.inferenceapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.ObservedLatency;
import dev.millrace.operator.Objects;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Reason;
import dev.millrace.operator.planning.AppDecision.Outcome;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AppConditionsTest {
    private static Map<String, String> states(AppObservation seen) {
        return AppConditions.of(seen).stream()
                .collect(Collectors.toMap(c -> c.type().value(), c -> c.status().value() + "/" + c.reason()));
    }

    private static String state(AppObservation seen, ConditionType type) {
        return states(seen).get(type.value());
    }

    @Test
    void aPlacedAppThatServes() {
        assertThat(states(Seen.of(Seen.placed(Seen.on("n1", 1)), List.of(Seen.on("n1", 1)), Seen.agent("n1", "Ready"))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Accepted", "True/Accepted",
                        "Profiled", "True/ProfileFound",
                        "Placed", "True/Placed",
                        "Loaded", "True/Loaded",
                        "Ready", "True/Ready",
                        "SLOMet", "True/PredictedWithinSLO",
                        "Stalled", "False/Placed"));
    }

    @Test
    void aRefusedApp() {
        assertThat(states(Seen.of(Seen.refused(Outcome.REFUSED, Reason.SLOViolated), List.of())))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Accepted", "True/Accepted",
                        "Profiled", "True/ProfileFound",
                        "Placed", "False/SLOViolated",
                        "Loaded", "False/NotPlaced",
                        "Ready", "False/SLOViolated",
                        "SLOMet", "Unknown/NotPlaced",
                        "Stalled", "True/SLOViolated"));
    }

    @Test
    void anInvalidApp() {
        assertThat(states(Seen.of(Seen.refused(Outcome.INVALID, Reason.ModelNotFound), List.of())))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Accepted", "False/ModelNotFound",
                        "Profiled", "Unknown/NotAccepted",
                        "Placed", "False/NotAccepted",
                        "Loaded", "False/NotPlaced",
                        "Ready", "False/ModelNotFound",
                        "SLOMet", "Unknown/NotPlaced",
                        "Stalled", "True/ModelNotFound"));
    }

    @Test
    void anAppWithoutAProfile() {
        AppObservation seen = Seen.of(Seen.refused(Outcome.REFUSED, Reason.NoProfile), List.of());

        assertThat(state(seen, ConditionType.PROFILED)).isEqualTo("False/NoProfile");
        assertThat(state(seen, ConditionType.READY)).isEqualTo("False/NoProfile");
    }

    @Test
    void loadedFollowsTheAgentsReport() {
        assertThat(Map.of(
                        "Fetching", "False/Fetching",
                        "Loading", "False/Loading",
                        "Draining", "False/Draining",
                        "Failed", "False/LoadFailed"))
                .allSatisfy((said, expected) -> {
                    AppObservation seen =
                            Seen.of(Seen.placed(Seen.on("n1", 1)), List.of(Seen.on("n1", 1)), Seen.agent("n1", said));
                    assertThat(state(seen, ConditionType.LOADED)).isEqualTo(expected);
                    assertThat(state(seen, ConditionType.READY)).isEqualTo(expected);
                });
    }

    @Test
    void aSilentAgentServesNothing() {
        AppObservation seen = Seen.of(Seen.placed(Seen.on("n1", 1)), List.of(Seen.on("n1", 1)), Seen.silentAgent("n1"));

        assertThat(state(seen, ConditionType.LOADED)).isEqualTo("Unknown/AgentLost");
        assertThat(state(seen, ConditionType.READY)).isEqualTo("False/AgentLost");
    }

    @Test
    void duringAMoveReadyStaysWhileTheTargetLoads() {
        AppObservation seen = Seen.of(
                Seen.placed(Seen.on("n2", 1)),
                List.of(Seen.on("n1", 1), Seen.on("n2", 0)),
                Seen.agent("n1", "Ready"),
                Seen.agent("n2", "Loading"));

        assertThat(state(seen, ConditionType.LOADED)).isEqualTo("False/Loading");
        assertThat(state(seen, ConditionType.READY)).isEqualTo("True/Ready");
    }

    @Test
    void aForeignServiceStopsReadiness() {
        AppObservation seen = Seen.of(
                Objects.simpleApp("cam"),
                Seen.placed(Seen.on("n1", 1)),
                List.of(Seen.on("n1", 1)),
                true,
                null,
                "10.1.2.3",
                Seen.agent("n1", "Ready"));

        assertThat(state(seen, ConditionType.READY)).isEqualTo("False/ServiceNameConflict");
        assertThat(state(seen, ConditionType.STALLED)).isEqualTo("True/ServiceNameConflict");
    }

    @Test
    void whatIsObservedCountsBeforeThePrediction() {
        ObservedLatency slow = new ObservedLatency("50ms", "40ms", "80ms", "81ms", "90ms", "99ms", 15.0, "60s");
        AppObservation seen = Seen.of(
                Objects.simpleApp("cam"),
                Seen.placed(Seen.on("n1", 1)),
                List.of(Seen.on("n1", 1)),
                false,
                slow,
                "10.1.2.3",
                Seen.agent("n1", "Ready"));

        assertThat(state(seen, ConditionType.SLO_MET)).isEqualTo("False/ObservedAboveSLO");
    }
}
