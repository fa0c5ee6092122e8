package dev.millrace.queueing.model;

/** Order in which an EdgeTPU serves waiting requests; the other classes always serve first come first served. */
public enum Discipline {
    /** In order of arrival. */
    FCFS,
    /** Requests of resident copies first, by earliest deadline; only without any of those a switch. */
    SWAP_AWARE
}
