package dev.millrace.agent.metrics;

import java.util.Locale;

/** Parts of a request's time in the agent. */
public enum Phase {
    PREPROCESS,
    QUEUE,
    SWITCH,
    COMPUTE,
    FORWARD;

    /** Value of the label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
