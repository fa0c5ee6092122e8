package dev.millrace.queueing.simulation;

import java.util.List;

/**
 * Control variates of a simulation: quantities of known mean that move with the wanted figures, so that what they happen
 * to be off by tells what the figures are off by (Lavenberg and Welch, Management Science 27, 1981).
 *
 * <p>Besides these queues the simulator uses the work that each flow brings in, whose mean it knows itself.
 *
 * @param queues queues of known workload that are fed by the arrivals of the run
 */
public record Controls(List<Queue> queues) {
    /** Copies the list. */
    public Controls {
        queues = List.copyOf(queues);
    }

    /**
     * A single server in order of arrival, fed by some of the Poisson flows; the caller knows its workload in theory.
     *
     * @param constantMs by flow of the node, in the order of its streams and their branches: constant work of a request;
     *     negative: the flow does not reach this queue
     * @param service by flow: whether the request's own service time comes on top
     * @param speed work per ms
     * @param meanMs mean work that an arrival of any of its flows finds
     * @param levelsMs levels of the work found
     * @param above probability that an arrival finds more than each level
     */
    public record Queue(
            double[] constantMs, boolean[] service, double speed, double meanMs, double[] levelsMs, double[] above) {}
}
