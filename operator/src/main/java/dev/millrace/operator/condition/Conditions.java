package dev.millrace.operator.condition;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns states into metav1 Conditions. {@code lastTransitionTime} moves only when the status changes; reason, message and
 * {@code observedGeneration} may change without it, as the API conventions of Kubernetes ask.
 */
public final class Conditions {
    /** Longest message that is written; the API's own limit is 32768 characters. */
    static final int MAX_MESSAGE = 1024;

    private Conditions() {}

    /**
     * The conditions to write, in the order of {@code states}.
     *
     * @param previous the conditions that stand now; null or empty on a new object. Types not in {@code states} are dropped
     * @param generation the generation of the spec that the states are about
     * @param now the time of any transition, cut to seconds
     */
    public static List<Condition> next(
            @Nullable List<Condition> previous, List<ConditionState> states, long generation, Instant now) {
        return states.stream()
                .map(state -> condition(previous, state, generation, now))
                .toList();
    }

    /** The condition of that type, if there is one. */
    public static Optional<Condition> find(@Nullable List<Condition> conditions, ConditionType type) {
        return conditions == null
                ? Optional.empty()
                : conditions.stream()
                        .filter(condition -> type.value().equals(condition.getType()))
                        .findFirst();
    }

    /** Whether the condition of that type stands at True. */
    public static boolean isTrue(@Nullable List<Condition> conditions, ConditionType type) {
        return find(conditions, type)
                .filter(condition -> ConditionStatus.TRUE.value().equals(condition.getStatus()))
                .isPresent();
    }

    private static Condition condition(
            @Nullable List<Condition> previous, ConditionState state, long generation, Instant now) {
        String since = find(previous, state.type())
                .filter(old -> state.status().value().equals(old.getStatus()))
                .map(Condition::getLastTransitionTime)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        return new ConditionBuilder()
                .withType(state.type().value())
                .withStatus(state.status().value())
                .withReason(state.reason().name())
                .withMessage(shortened(state.message()))
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build();
    }

    private static String shortened(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
    }
}
