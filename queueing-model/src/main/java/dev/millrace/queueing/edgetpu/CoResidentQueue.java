package dev.millrace.queueing.edgetpu;

import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.transform.Atom;
import dev.millrace.queueing.transform.LaplaceTransform;
import dev.millrace.queueing.transform.TransformResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * EdgeTPU in order of arrival with co-resident sets, Poisson arrivals: exact.
 *
 * <p>The residency (which copies are loaded) is a Markov chain over requests; the workload seen through it is M/G/1 with
 * a modulated service time. {@link PsiMatrix} solves the residency at the ends of busy periods, whence the idle
 * probabilities e; then V(z) = z e [zI - L I + H(z)]^-1, H_rr' = sum of rate x phi x e^(-z o [miss]). Cost per value of
 * the transform: states³.
 */
public final class CoResidentQueue {
    private final List<ResidentCopy> copies;
    private final ResidencyChain chain;
    private final double ratePerMs;
    private final double load;
    private final double[] stationary;
    private final WorkloadMoments moments;
    private @Nullable Exact exact;

    /** What the iteration gives: P(idle, residency) and the mean work that an arrival finds. */
    private record Exact(double[] idle, double waitMs) {}

    /**
     * A queue.
     *
     * @throws IllegalArgumentException if the load is not below 1
     */
    public CoResidentQueue(List<ResidentCopy> copies) {
        this.copies = List.copyOf(copies);
        this.chain = new ResidencyChain(this.copies);
        double rate = 0;
        for (ResidentCopy copy : copies) {
            rate += copy.ratePerMs();
        }
        this.ratePerMs = rate;
        this.stationary = chain.stationary();
        this.moments = new WorkloadMoments(chain, stationary);
        this.load = moments.load();
        if (!(load < 1)) {
            throw new IllegalArgumentException("load must be below 1, but was " + load);
        }
    }

    private synchronized Exact exact() {
        if (exact == null) {
            double[] idle = new PsiMatrix(chain).idleDistribution();
            for (int r = 0; r < idle.length; r++) {
                idle[r] *= 1 - load;
            }
            exact = new Exact(idle, moments.meanWorkloadMs(idle));
        }
        return exact;
    }

    /**
     * Mean work that an arrival finds, in ms, without the iteration: residencies while idle in proportion to how often a
     * request ends in them times P(no arrival while it is served), as if the server had always been idle before.
     */
    public double quickMeanWaitMs() {
        int n = copies.size();
        double[] hit = new double[n];
        double[] miss = new double[n];
        for (int k = 0; k < n; k++) {
            ResidentCopy copy = copies.get(k);
            hit[k] = copy.ratePerMs() / ratePerMs * LaplaceTransform.service(copy.time(), ratePerMs);
            miss[k] = hit[k] * Math.exp(-ratePerMs * copy.switchMs());
        }
        double[] idle = IdleEstimate.of(stationary, load, (before, after) -> {
            for (int r = 0; r < before.length; r++) {
                for (int k = 0; k < n; k++) {
                    after[chain.next(r, k)] += before[r] * (chain.isMiss(r, k) ? miss[k] : hit[k]);
                }
            }
        });
        return moments.meanWorkloadMs(idle);
    }

    /** Mean response in ms of the requests of copy k, by {@link #quickMeanWaitMs()}. */
    public double quickMeanMs(int k, double quickWaitMs) {
        ResidentCopy copy = copies.get(k);
        return quickWaitMs + copy.time().meanMs() + missProbability(k) * copy.switchMs();
    }

    private double missProbability(int k) {
        double missProbability = 0;
        for (int r = 0; r < stationary.length; r++) {
            missProbability += chain.isMiss(r, k) ? stationary[r] : 0;
        }
        return missProbability;
    }

    /**
     * Number of reachable residencies of such copies: what the cost depends on.
     *
     * @param setSizes number of copies in each set, 1 for a copy without one
     */
    public static double states(List<Integer> setSizes) {
        return ResidencyChain.states(setSizes);
    }

    /** Busy fraction, switching included. */
    public double load() {
        return load;
    }

    /** Number of reachable residencies. */
    public int states() {
        return chain.states();
    }

    /** Response time of the requests of copy k. */
    public TransformResponse response(int k) {
        ResidentCopy copy = copies.get(k);
        ServiceTime time = copy.time();
        double[] idle = exact().idle();
        double idleHit = 0;
        double idleMiss = 0;
        for (int r = 0; r < idle.length; r++) {
            if (chain.isMiss(r, k)) {
                idleMiss += idle[r];
            } else {
                idleHit += idle[r];
            }
        }
        double mean = quickMeanMs(k, exact().waitMs());
        List<Atom> atoms = List.of(new Atom(0, idleHit), new Atom(copy.switchMs(), idleMiss));
        LaplaceTransform wait = new CoResidentWait(chain, ratePerMs, idle, k);
        if (time.cv2() > 0) {
            LaplaceTransform busy = z -> wait.at(z).times(LaplaceTransform.service(time, z));
            return new TransformResponse(mean, 0, atoms, time, busy);
        }
        return new TransformResponse(mean, time.meanMs(), atoms, wait);
    }
}
