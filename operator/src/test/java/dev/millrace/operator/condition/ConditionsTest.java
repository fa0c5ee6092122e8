package dev.millrace.operator.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.model.RefusalReason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionsTest {
    private static final Instant FIRST = Instant.parse("2026-03-01T10:00:00.750Z");
    private static final Instant LATER = FIRST.plusSeconds(60);

    private static final ConditionState WAITING = ConditionState.fails(ConditionType.READY, Reason.Loading, "loading");

    private static Condition next(List<Condition> before, ConditionState state, long generation, Instant now) {
        return Conditions.next(before, List.of(state), generation, now).getFirst();
    }

    @Test
    void aNewConditionCarriesTimeInSecondsAndGeneration() {
        Condition condition = next(null, WAITING, 3, FIRST);

        assertThat(condition.getType()).isEqualTo("Ready");
        assertThat(condition.getStatus()).isEqualTo("False");
        assertThat(condition.getReason()).isEqualTo("Loading");
        assertThat(condition.getObservedGeneration()).isEqualTo(3);
        assertThat(condition.getLastTransitionTime()).isEqualTo("2026-03-01T10:00:00Z");
    }

    @Test
    void theTimeStaysWhileTheStatusStays() {
        Condition before = next(null, WAITING, 1, FIRST);
        ConditionState otherReason = ConditionState.fails(ConditionType.READY, Reason.LoadFailed, "no memory");

        Condition after = next(List.of(before), otherReason, 2, LATER);

        assertThat(after.getLastTransitionTime()).isEqualTo(before.getLastTransitionTime());
        assertThat(after.getReason()).isEqualTo("LoadFailed");
        assertThat(after.getObservedGeneration()).isEqualTo(2);
    }

    @Test
    void theTimeMovesWithTheStatus() {
        Condition before = next(null, WAITING, 1, FIRST);

        Condition after =
                next(List.of(before), ConditionState.holds(ConditionType.READY, Reason.Ready, "serving"), 1, LATER);

        assertThat(after.getLastTransitionTime()).isEqualTo("2026-03-01T10:01:00Z");
    }

    @Test
    void nothingChangedGivesAnEqualCondition() {
        Condition before = next(null, WAITING, 1, FIRST);

        assertThat(next(List.of(before), WAITING, 1, LATER)).isEqualTo(before);
    }

    @Test
    void anOverlongMessageIsCut() {
        ConditionState state = ConditionState.fails(ConditionType.READY, Reason.LoadFailed, "x".repeat(5000));

        assertThat(next(null, state, 1, FIRST).getMessage())
                .hasSize(Conditions.MAX_MESSAGE)
                .endsWith("…");
    }

    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void everyRefusalHasAReason(RefusalReason refusal) {
        assertThat(Reason.of(refusal)).hasToString(refusal.name());
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void reasonsAreCamelCase(Reason reason) {
        assertThat(reason.name()).matches("[A-Z][A-Za-z]*");
    }
}
