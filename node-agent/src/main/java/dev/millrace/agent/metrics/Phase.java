package dev.millrace.agent.metrics;

import java.util.Locale;

/** Parts of a request's time in the agent. */
public enum Phase {
    PREPROCESS,
    QUEUE,
    /** Waiting, within an execution, for what the other requests of the batch take of it: (n - 1)/n of a batch of n. */
    BATCH,
    SWITCH,
    /** The request's own part of the execution, so that the sum over requests is the device's busy time. */
    COMPUTE,
    FORWARD;

    /** Value of the label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
