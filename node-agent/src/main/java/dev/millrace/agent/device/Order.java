package dev.millrace.agent.device;

/** In which order a device that switches between copies serves them. */
public enum Order {
    /** In order of arrival over all copies. */
    FCFS,
    /** Resident copies first, then the earliest deadline. */
    SWAP_AWARE
}
