package dev.millrace.operator.condition;

/**
 * What a condition is to say, without the time since when.
 *
 * @param message one sentence in plain English, may be empty
 */
public record ConditionState(ConditionType type, ConditionStatus status, Reason reason, String message) {

    /** A condition that holds. */
    public static ConditionState holds(ConditionType type, Reason reason, String message) {
        return new ConditionState(type, ConditionStatus.TRUE, reason, message);
    }

    /** A condition that does not hold. */
    public static ConditionState fails(ConditionType type, Reason reason, String message) {
        return new ConditionState(type, ConditionStatus.FALSE, reason, message);
    }

    /** A condition nobody can tell. */
    public static ConditionState unknown(ConditionType type, Reason reason, String message) {
        return new ConditionState(type, ConditionStatus.UNKNOWN, reason, message);
    }

    /** Whether it holds. */
    public boolean isTrue() {
        return status == ConditionStatus.TRUE;
    }
}
