package dev.millrace.queueing.simulation;

/**
 * Length and seed of a simulation.
 *
 * @param requests recorded requests per stream, averaged over the streams and summed over the replications; at least 1
 * @param replications independent parts that the run is split into for its confidence intervals; periodic streams
 *     redraw their phases within each of them many times. 0: chosen by the simulator
 * @param seed equal seeds give equal results
 */
public record SimulationOptions(long requests, int replications, long seed) {
    /** Validates the components. */
    public SimulationOptions {
        if (requests < 1) {
            throw new IllegalArgumentException("requests must be at least 1, but was " + requests);
        }
        if (replications < 0) {
            throw new IllegalArgumentException("replications must be at least 0, but was " + replications);
        }
    }

    /** The simulator chooses the replications. */
    public static SimulationOptions of(long requests, long seed) {
        return new SimulationOptions(requests, 0, seed);
    }
}
