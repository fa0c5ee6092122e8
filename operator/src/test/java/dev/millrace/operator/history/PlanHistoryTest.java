package dev.millrace.operator.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.operator.condition.Reason;
import dev.millrace.operator.planning.AppDecision;
import dev.millrace.operator.planning.AppDecision.Outcome;
import dev.millrace.operator.planning.PlanningState;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanHistoryTest {
    private final PlanHistory history = new PlanHistory();

    @Test
    void eachKindOfChangeIsRemembered() {
        PlanningState before = state(1, on("stays", "n1"), on("moves", "n1"), on("goes", "n1"), on("loses", "n1"));
        PlanningState after = state(2, on("stays", "n1"), on("moves", "n2"), refused("loses"), refused("new"));

        history.published(before, after, Duration.ofMillis(12));

        PublishedPlan plan = history.plans().getFirst();
        assertThat(plan.epoch()).isEqualTo(2);
        assertThat(plan.placed()).isEqualTo(2);
        assertThat(plan.notPlaced()).isEqualTo(2);
        assertThat(plan.changes())
                .extracting(PlanChange::app, PlanChange::kind, PlanChange::from, PlanChange::to)
                .containsExactly(
                        tuple("goes", PlanChange.Kind.REMOVED, List.of("n1/tpu-0"), List.of()),
                        tuple("loses", PlanChange.Kind.DISPLACED, List.of("n1/tpu-0"), List.of()),
                        tuple("moves", PlanChange.Kind.MOVED, List.of("n1/tpu-0"), List.of("n2/tpu-0")),
                        tuple("new", PlanChange.Kind.REFUSED, List.of(), List.of()));
    }

    @Test
    void aPlanThatChangesNothingIsNot() {
        PlanningState same = state(1, on("stays", "n1"), refused("waits"));

        history.published(same, state(2, on("stays", "n1"), refused("waits")), Duration.ZERO);

        assertThat(history.plans()).isEmpty();
    }

    @Test
    void theOldestAreForgotten() {
        for (int i = 0; i <= PlanHistory.MOST; i++) {
            history.published(PlanningState.INITIAL, state(i, on("a", "n1")), Duration.ZERO);
        }

        assertThat(history.plans()).hasSize(PlanHistory.MOST);
        assertThat(history.plans().getFirst().epoch()).isEqualTo(PlanHistory.MOST);
    }

    private static PlanningState state(long epoch, AppDecision... decisions) {
        Map<AppRef, AppDecision> byApp =
                Stream.of(decisions).collect(Collectors.toMap(AppDecision::app, Function.identity()));
        return new PlanningState(byApp, List.of(), Map.of(), epoch);
    }

    private static AppDecision on(String name, String node) {
        AppRef app = new AppRef("site-a", name);
        Assignment place = new Assignment(app, new DeviceRef(node, "tpu-0"), "edgetpu", 1, 1, null);
        return new AppDecision(app, "uid", 1, Outcome.PLACED, Reason.Placed, "on " + node, List.of(place), null, true);
    }

    private static AppDecision refused(String name) {
        AppRef app = new AppRef("site-a", name);
        return new AppDecision(app, "uid", 1, Outcome.REFUSED, Reason.SLOViolated, "too slow", List.of(), null, false);
    }
}
