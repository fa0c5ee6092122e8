package dev.millrace.queueing.edgetpu;

import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.transform.Atom;
import dev.millrace.queueing.transform.Complex;
import dev.millrace.queueing.transform.ComplexSystem;
import dev.millrace.queueing.transform.LaplaceTransform;
import dev.millrace.queueing.transform.TransformResponse;
import java.util.List;

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
    private final double[] idle;
    private final double[] stationary;
    private final double waitMs;

    /**
     * A queue.
     *
     * @throws IllegalArgumentException if the load is not below 1
     */
    public CoResidentQueue(List<ResidentCopy> copies) {
        this.copies = List.copyOf(copies);
        this.chain = new ResidencyChain(this.copies);
        this.ratePerMs = copies.stream().mapToDouble(ResidentCopy::ratePerMs).sum();
        this.stationary = chain.stationary();
        this.load = new WorkloadMoments(chain, stationary).load();
        if (!(load < 1)) {
            throw new IllegalArgumentException("load must be below 1, but was " + load);
        }
        this.idle = new PsiMatrix(chain).idleDistribution();
        for (int r = 0; r < idle.length; r++) {
            idle[r] *= 1 - load;
        }
        this.waitMs = new WorkloadMoments(chain, stationary).meanWorkloadMs(idle);
    }

    /** Number of reachable residencies for these copies: what the cost depends on. */
    public static int states(List<ResidentCopy> copies) {
        return new ResidencyChain(copies).states();
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
        double missProbability = 0;
        double idleHit = 0;
        double idleMiss = 0;
        for (int r = 0; r < idle.length; r++) {
            if (chain.isMiss(r, k)) {
                missProbability += stationary[r];
                idleMiss += idle[r];
            } else {
                idleHit += idle[r];
            }
        }
        double mean = waitMs + time.meanMs() + missProbability * copy.switchMs();
        List<Atom> atoms = List.of(new Atom(0, idleHit), new Atom(copy.switchMs(), idleMiss));
        if (time.cv2() > 0) {
            LaplaceTransform busy = z -> smoothWait(k, z).times(LaplaceTransform.service(time, z));
            return new TransformResponse(mean, 0, atoms, time, busy);
        }
        return new TransformResponse(mean, time.meanMs(), atoms, z -> smoothWait(k, z));
    }

    private Complex smoothWait(int k, Complex z) {
        int n = chain.states();
        // V [zI - L I + H] = z e, solved as the transposed system.
        Complex[][] transposed = new Complex[n][n];
        Complex[] right = new Complex[n];
        for (int r = 0; r < n; r++) {
            java.util.Arrays.fill(transposed[r], Complex.ZERO);
            right[r] = z.times(idle[r]);
        }
        for (int r = 0; r < n; r++) {
            transposed[r][r] = transposed[r][r].plus(z).plus(-ratePerMs);
        }
        for (int c = 0; c < copies.size(); c++) {
            ResidentCopy copy = copies.get(c);
            Complex hit = LaplaceTransform.service(copy.time(), z).times(copy.ratePerMs());
            Complex miss = hit.times(LaplaceTransform.constant(copy.switchMs(), z));
            for (int r = 0; r < n; r++) {
                int next = chain.next(r, c);
                transposed[next][r] = transposed[next][r].plus(chain.isMiss(r, c) ? miss : hit);
            }
        }
        Complex[] v = ComplexSystem.solve(transposed, right);
        Complex hit = Complex.ZERO;
        Complex miss = Complex.ZERO;
        for (int r = 0; r < n; r++) {
            Complex busy = v[r].plus(-idle[r]);
            if (chain.isMiss(r, k)) {
                miss = miss.plus(busy);
            } else {
                hit = hit.plus(busy);
            }
        }
        return hit.plus(miss.times(LaplaceTransform.constant(copies.get(k).switchMs(), z)));
    }
}
