package dev.millrace.queueing.gpu;

import dev.millrace.queueing.markov.StationaryVector;
import dev.millrace.queueing.transform.LatticeResponse;

/**
 * One GPU copy alone that takes what waits, up to B requests, as one batch of constant time t_b; Poisson arrivals: exact.
 *
 * <p>Chain on the number n waiting when the worker gets free (0: idle until the next arrival): m = max(n, 1),
 * b = min(m, B), n' = m - b + Poisson(rate x t_b). An arrival finds the worker idle, or x ms into a batch with
 * m - b + Poisson(rate x) ahead; whole batches of those go first, and its own is filled by what arrives until it starts.
 * The response is computed on a lattice of t_B / 1000.
 */
public final class BatchingCopy {
    private static final double TAIL = 1e-10;
    private static final int FIRST_STATES = 8;
    private static final int MOST_STATES = 2000;
    private static final double STEPS_PER_BATCH = 1000;
    private static final int MOST_CELLS = 1 << 21;

    private final double ratePerMs;
    private final double[] timeMs;
    private final int largest;
    private final double[] waiting;
    private final double cycleMs;

    /**
     * A copy.
     *
     * @param ratePerMs arrivals per ms
     * @param timeMs batch times: element b - 1 is that of a batch of b; rate x t_B / B below 1
     */
    public BatchingCopy(double ratePerMs, double[] timeMs) {
        this.ratePerMs = ratePerMs;
        this.timeMs = timeMs.clone();
        this.largest = timeMs.length;
        if (!(ratePerMs * timeMs[largest - 1] / largest < 1)) {
            throw new IllegalArgumentException(
                    "load must be below 1, but was " + ratePerMs * timeMs[largest - 1] / largest);
        }
        this.waiting = stationary();
        double cycle = waiting[0] / ratePerMs;
        for (int n = 0; n < waiting.length; n++) {
            cycle += waiting[n] * timeMs[batch(n) - 1];
        }
        this.cycleMs = cycle;
    }

    private int batch(int waitingRequests) {
        return Math.clamp(waitingRequests, 1, largest);
    }

    private double[] stationary() {
        int states = FIRST_STATES * largest + FIRST_STATES;
        double[] pi = stationary(states);
        while (pi[states - 1] > TAIL && states < MOST_STATES) {
            states = Math.min(2 * states, MOST_STATES);
            pi = stationary(states);
        }
        return pi;
    }

    private double[] stationary(int states) {
        double[][] generator = new double[states][states];
        for (int n = 0; n < states; n++) {
            int batch = batch(n);
            int left = Math.max(n, 1) - batch;
            double[] arrivals = PoissonProbabilities.upTo(ratePerMs * timeMs[batch - 1], states - 1 - left);
            double rest = 1;
            for (int a = 0; a < arrivals.length; a++) {
                generator[n][left + a] += arrivals[a];
                rest -= arrivals[a];
            }
            generator[n][states - 1] += Math.max(0, rest);
            generator[n][n] -= 1;
        }
        return StationaryVector.of(generator);
    }

    /** Busy fraction: 1 - P(idle). */
    public double utilization() {
        return 1 - waiting[0] / ratePerMs / cycleMs;
    }

    /**
     * Response time.
     *
     * @param nodes points at which the elapsed part of a batch is taken; 64 for the mean, 256 for percentiles
     */
    public LatticeResponse response(int nodes) {
        double idle = waiting[0] / ratePerMs / cycleMs;
        double longest = timeMs[largest - 1];
        HatAccumulator cells = new HatAccumulator(timeMs[0], longest / STEPS_PER_BATCH, MOST_CELLS);
        for (int b = 1; b <= largest; b++) {
            double[] left = leftAfter(b);
            for (int node = 0; node < nodes; node++) {
                double elapsed = (node + 0.5) / nodes * timeMs[b - 1];
                double density = timeMs[b - 1] / nodes / cycleMs;
                addArrivals(cells, timeMs[b - 1] - elapsed, aheadAfter(left, elapsed), density);
            }
        }
        double mean = cells.mean() + idle * timeMs[0];
        return new LatticeResponse(mean, timeMs[0], idle, cells.masses(), cells.stepMs());
    }

    /** Stationary probability of batches of size b by the number that they leave waiting. */
    private double[] leftAfter(int b) {
        double[] left = new double[waiting.length];
        for (int n = 0; n < waiting.length; n++) {
            if (batch(n) == b) {
                left[Math.max(n, 1) - b] += waiting[n];
            }
        }
        return left;
    }

    private double[] aheadAfter(double[] left, double elapsed) {
        double[] ahead = new double[left.length];
        double[] arrivals = PoissonProbabilities.upTo(ratePerMs * elapsed, left.length - 1);
        for (int l = 0; l < left.length; l++) {
            if (left[l] > 0) {
                for (int a = 0; a < arrivals.length && l + a < ahead.length; a++) {
                    ahead[l + a] += left[l] * arrivals[a];
                }
            }
        }
        return ahead;
    }

    private void addArrivals(HatAccumulator cells, double restMs, double[] ahead, double density) {
        for (int a = 0; a < ahead.length; a++) {
            double weight = density * ahead[a];
            if (weight > TAIL * TAIL) {
                int full = a / largest;
                int position = a % largest + 1;
                double startMs = restMs + full * timeMs[largest - 1];
                double[] more = PoissonProbabilities.upTo(ratePerMs * startMs, largest - position - 1);
                double rest = 1;
                for (int i = 0; i < more.length; i++) {
                    cells.add(startMs + timeMs[position + i - 1], weight * more[i]);
                    rest -= more[i];
                }
                cells.add(startMs + timeMs[largest - 1], weight * Math.max(0, rest));
            }
        }
    }
}
