package dev.millrace.agent.node;

/** How far a copy is. */
public enum LoadState {
    FETCHING,
    LOADING,
    READY,
    DRAINING,
    FAILED
}
