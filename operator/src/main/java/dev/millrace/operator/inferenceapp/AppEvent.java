package dev.millrace.operator.inferenceapp;

import dev.millrace.crds.v1alpha1.InferenceAppStatus;
import dev.millrace.operator.condition.ConditionStatus;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.operator.condition.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An Event that a change of an app's status gives rise to. It comes from the status before and after, not from the planner's
 * memory, so that a restart of the operator repeats none.
 *
 * @param warning whether it asks for attention
 */
public record AppEvent(Reason reason, boolean warning, String note) {

    /** The Events of that change, in order. */
    public static List<AppEvent> between(@Nullable InferenceAppStatus before, InferenceAppStatus after) {
        List<AppEvent> events = new ArrayList<>();
        decision(find(before, ConditionType.PLACED), find(after, ConditionType.PLACED), after)
                .ifPresent(events::add);
        turnedTo(before, after, ConditionType.LOADED, Reason.LoadFailed).ifPresent(events::add);
        turnedTo(before, after, ConditionType.READY, Reason.ServiceNameConflict).ifPresent(events::add);
        return events;
    }

    private static Optional<AppEvent> decision(
            Optional<Condition> before, Optional<Condition> after, InferenceAppStatus status) {
        boolean was = isTrue(before);
        boolean is = isTrue(after);
        String message = after.map(Condition::getMessage).orElse("");
        String refusal = refusal(status);
        if (is && !was) {
            return Optional.of(new AppEvent(Reason.Placed, false, message));
        }
        if (is) {
            String from = before.map(Condition::getMessage).orElse("");
            return from.equals(message)
                    ? Optional.empty()
                    : Optional.of(new AppEvent(
                            Reason.Moved,
                            false,
                            "from " + from.replaceFirst("^on ", "") + " to " + message.replaceFirst("^on ", "")));
        }
        if (was) {
            return Optional.of(new AppEvent(Reason.Unplaced, true, refusal));
        }
        boolean sameReason = before.map(Condition::getReason).equals(after.map(Condition::getReason));
        return sameReason ? Optional.empty() : Optional.of(new AppEvent(Reason.Refused, true, refusal));
    }

    /** {@code Reason: sentence}, from the condition that says why: Accepted for an invalid app, else Placed. */
    private static String refusal(InferenceAppStatus status) {
        return Conditions.find(status.conditions(), ConditionType.ACCEPTED)
                .filter(accepted -> !ConditionStatus.TRUE.value().equals(accepted.getStatus()))
                .or(() -> Conditions.find(status.conditions(), ConditionType.PLACED))
                .map(cause -> cause.getReason() + ": " + cause.getMessage())
                .orElse("");
    }

    private static Optional<AppEvent> turnedTo(
            @Nullable InferenceAppStatus before, InferenceAppStatus after, ConditionType type, Reason reason) {
        boolean was = find(before, type)
                .filter(old -> reason.name().equals(old.getReason()))
                .isPresent();
        return was
                ? Optional.empty()
                : find(after, type)
                        .filter(now -> reason.name().equals(now.getReason()))
                        .map(now -> new AppEvent(reason, true, now.getMessage()));
    }

    private static Optional<Condition> find(@Nullable InferenceAppStatus status, ConditionType type) {
        return status == null ? Optional.empty() : Conditions.find(status.conditions(), type);
    }

    private static boolean isTrue(Optional<Condition> condition) {
        return condition
                .filter(c -> ConditionStatus.TRUE.value().equals(c.getStatus()))
                .isPresent();
    }
}
