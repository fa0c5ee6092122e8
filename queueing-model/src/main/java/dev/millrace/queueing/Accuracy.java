package dev.millrace.queueing;

/** How much effort a prediction may take. */
public enum Accuracy {
    /** For a solver's inner loop: closed forms and exact methods, short simulations only where nothing else holds. */
    FAST,
    /** For what a user is shown and for the final check of a plan: exact, or simulated with enough requests. */
    ACCURATE
}
