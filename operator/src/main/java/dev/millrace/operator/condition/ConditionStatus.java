package dev.millrace.operator.condition;

/** The three states of a condition. */
public enum ConditionStatus {
    /** It holds. */
    TRUE("True"),
    /** It does not hold. */
    FALSE("False"),
    /** Nobody can tell now. */
    UNKNOWN("Unknown");

    private final String value;

    ConditionStatus(String value) {
        this.value = value;
    }

    /** The status as it stands in {@code status.conditions}. */
    public String value() {
        return value;
    }

    /** {@link #TRUE} or {@link #FALSE}. */
    public static ConditionStatus of(boolean holds) {
        return holds ? TRUE : FALSE;
    }
}
