package dev.millrace.queueing;

import dev.millrace.queueing.result.ErrorBand;

/** Error bands of the methods, as validated: see DESIGN.md for the comparisons they come from. */
final class ErrorBands {
    /** Exact for the model; numerical error, and that of the simulations compared with. */
    static final ErrorBand EXACT = new ErrorBand(0.3, 0.5, 0.8);

    /** Exact, on a coarse grid. */
    static final ErrorBand COARSE_LATTICE = new ErrorBand(1.3, 1.3, 1.5);

    /** Mean with approximate idle probabilities, exact percentiles. */
    static final ErrorBand QUICK_SWITCHING = new ErrorBand(0.6, 0.5, 0.8);

    /** The same with co-resident sets. */
    static final ErrorBand QUICK_CO_RESIDENT = new ErrorBand(0.8, 0.5, 0.8);

    /** Closed-form mean of a shared GPU, percentiles from a short simulation. */
    static final ErrorBand SHARED_GPU = new ErrorBand(6.2, 8, 16);

    /** Kimura's mean and an exponential tail. */
    static final ErrorBand MULTI_SERVER = new ErrorBand(6, 12, 16);

    /** Stages taken as independent although the CPU is used up to 0.1. */
    static final ErrorBand INDEPENDENT_STAGES = new ErrorBand(0.5, 0.7, 1);

    /** Stages taken as independent although the CPU is used up to 0.5. */
    static final ErrorBand LOOSELY_COUPLED = new ErrorBand(2.5, 3.5, 4);

    private static final ErrorBand LONG_SIMULATION = new ErrorBand(0.8, 1.5, 2.8);
    private static final ErrorBand SHORT_SIMULATION = new ErrorBand(6, 10, 18);

    private ErrorBands() {}

    static ErrorBand simulation(Accuracy accuracy) {
        return accuracy == Accuracy.ACCURATE ? LONG_SIMULATION : SHORT_SIMULATION;
    }
}
