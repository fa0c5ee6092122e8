package dev.millrace.operator.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.operator.Objects;
import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** More apps at once than one call has the time for. */
class PlanRepairBudgetTest {
    private final PlanRepair repair =
            new PlanRepair(new PlanSearch(PlacementSolvers::named).predictor(), Duration.ZERO);

    @Test
    void whatOneCallDoesNotReachTheNextOnesDo() {
        ClusterSnapshot snapshot = SnapshotBuilder.build(
                        List.of(Objects.simpleApp("a"), Objects.simpleApp("b"), Objects.simpleApp("c")),
                        List.of(Objects.model()),
                        List.of(Objects.profile()),
                        List.of(Objects.node("n1", "{}", "[]", 0)),
                        List.of())
                .snapshot();

        PlanRepair.Repaired first = repair.repair(snapshot, Map.of());
        PlanRepair.Repaired second = repair.repair(snapshot, refusals(first));
        PlanRepair.Repaired third = repair.repair(snapshot, refusals(second));

        assertThat(first.plan().assignments()).hasSize(1);
        assertThat(first.unfinished()).isTrue();
        assertThat(second.plan().assignments()).hasSize(2);
        assertThat(second.unfinished()).isTrue();
        assertThat(third.plan().assignments()).hasSize(3);
        assertThat(third.plan().refusals()).isEmpty();
        assertThat(third.unfinished()).isFalse();
    }

    private static Map<AppRef, Refusal> refusals(PlanRepair.Repaired repaired) {
        return repaired.plan().refusals().stream().collect(Collectors.toMap(Refusal::app, refusal -> refusal));
    }
}
