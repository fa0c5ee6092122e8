package dev.millrace.queueing.edgetpu;

/**
 * P(idle, state) at an arrival without roots or iteration of matrices: where the server was left by the last request.
 *
 * <p>At the total rate L the transforms V of the workload by state meet V(L) H(L) = L e. V_r(L) is taken as
 * e_r + (pi_r - e_r) k, with the same k = E[e^(-L V) | busy] for all states, that of M/G/1 with all work alike:
 * (1 - rho) (1 / phi(L) - 1) / rho, phi(L) the probability that nobody comes while a request is served. A few steps of this
 * fixed point are enough; each brings the error down to the share of time that a state's idleness is inherited.
 */
final class IdleEstimate {
    private static final int STEPS = 4;

    private IdleEstimate() {}

    /** What a request does to the state while nobody else comes: the product of V(L) with H(L) / L. */
    @FunctionalInterface
    interface Step {
        /**
         * Adds up where a request ends alone.
         *
         * @param before weight of each state before the request
         * @param after weights after it, zero at the call
         */
        void apply(double[] before, double[] after);
    }

    /**
     * The probabilities; they sum to 1 - load.
     *
     * @param stationary probability of each state at an arrival
     */
    static double[] of(double[] stationary, double load, Step step) {
        int n = stationary.length;
        double[] idle = new double[n];
        double alone = ended(stationary, idle, step);
        if (!(alone > 0)) {
            // Where all underflows the server is hardly ever idle between two requests.
            for (int r = 0; r < n; r++) {
                idle[r] = (1 - load) * stationary[r];
            }
            return idle;
        }
        double busy = Math.clamp((1 - load) * (1 / alone - 1) / load, 0, 1);
        double[] before = new double[n];
        for (int i = 0; ; i++) {
            for (int r = 0; r < n; r++) {
                idle[r] *= (1 - load) / alone;
            }
            if (i == STEPS) {
                return idle;
            }
            for (int r = 0; r < n; r++) {
                before[r] = idle[r] + Math.max(0, stationary[r] - idle[r]) * busy;
            }
            alone = ended(before, idle, step);
        }
    }

    private static double ended(double[] before, double[] after, Step step) {
        java.util.Arrays.fill(after, 0);
        step.apply(before, after);
        double sum = 0;
        for (double value : after) {
            sum += value;
        }
        return sum;
    }
}
