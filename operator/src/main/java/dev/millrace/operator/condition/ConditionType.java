package dev.millrace.operator.condition;

/** The conditions the operator writes. Who sets them and when: docs/reference/conditions.md. */
public enum ConditionType {
    /** The spec is valid and what it refers to exists. */
    ACCEPTED("Accepted"),
    /** A profile is known for at least one variant of the model on a type of device in the cluster. */
    PROFILED("Profiled"),
    /** A device was found on which this app and all its neighbours keep their objectives. */
    PLACED("Placed"),
    /** The agents have loaded the model on every planned device. */
    LOADED("Loaded"),
    /** Requests are served; on an InferenceNode: its agent is alive. */
    READY("Ready"),
    /** The objective holds: as observed, or as predicted until enough was observed. */
    SLO_MET("SLOMet"),
    /** Abnormal-true: nothing will change until the user, or the cluster, does. */
    STALLED("Stalled");

    private final String value;

    ConditionType(String value) {
        this.value = value;
    }

    /** The type as it stands in {@code status.conditions}. */
    public String value() {
        return value;
    }
}
