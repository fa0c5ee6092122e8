package dev.millrace.queueing.edgetpu;

import dev.millrace.queueing.markov.StationaryVector;

/**
 * Generator Psi of the residency at the records of low workload: as the workload drains by one ms (arrivals and their
 * busy periods skipped) the residency moves by exp(Psi).
 *
 * <p>Fixed point of Psi_r. = -L 1_r + sum of rate_k [E exp(Psi X_rk)]_(r'.), X_rk the work of copy k found in residency
 * r, r' the residency after it. E exp(Psi X) by uniformisation: sum of w_n P^n with P = I + Psi / q and
 * w_n = E[e^(-qX) (qX)^n / n!], so only non-negative numbers are added.
 */
final class PsiMatrix {
    private static final double RELATIVE_CHANGE = 1e-11;
    private static final int MAX_ITERATIONS = 5000;

    private final ResidencyChain chain;
    private final double ratePerMs;
    private final double[][] hitWeights;
    private final double[][] missWeights;
    private final int terms;

    PsiMatrix(ResidencyChain chain) {
        this.chain = chain;
        int copies = chain.copies().size();
        this.ratePerMs =
                chain.copies().stream().mapToDouble(ResidentCopy::ratePerMs).sum();
        this.hitWeights = new double[copies][];
        this.missWeights = new double[copies][];
        int longest = 0;
        for (int k = 0; k < copies; k++) {
            ResidentCopy copy = chain.copies().get(k);
            hitWeights[k] = PoissonMixture.weights(copy.time(), 0, ratePerMs);
            missWeights[k] = PoissonMixture.weights(copy.time(), copy.switchMs(), ratePerMs);
            longest = Math.max(longest, Math.max(hitWeights[k].length, missWeights[k].length));
        }
        this.terms = longest;
    }

    /** Distribution of the residency while idle, summing to 1: the stationary vector of Psi. */
    double[] idleDistribution() {
        int n = chain.states();
        double[][] psi = new double[n][n];
        for (int r = 0; r < n; r++) {
            psi[r][r] = -ratePerMs;
        }
        double change = Double.POSITIVE_INFINITY;
        for (int i = 0; i < MAX_ITERATIONS && change > RELATIVE_CHANGE * ratePerMs; i++) {
            double[][] next = step(psi);
            change = 0;
            for (int r = 0; r < n; r++) {
                for (int c = 0; c < n; c++) {
                    change = Math.max(change, Math.abs(next[r][c] - psi[r][c]));
                }
            }
            psi = next;
        }
        return StationaryVector.of(psi);
    }

    private double[][] step(double[][] psi) {
        int n = chain.states();
        int copies = chain.copies().size();
        double[][] p = new double[n][n];
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < n; c++) {
                p[r][c] = psi[r][c] / ratePerMs + (r == c ? 1 : 0);
            }
        }
        double[][] power = new double[n][n];
        double[][] next = new double[n][n];
        for (int r = 0; r < n; r++) {
            power[r][r] = 1;
            next[r][r] = -ratePerMs;
        }
        for (int term = 0; term < terms; term++) {
            for (int k = 0; k < copies; k++) {
                double rate = chain.copies().get(k).ratePerMs();
                for (int r = 0; r < n; r++) {
                    double[] weights = chain.isMiss(r, k) ? missWeights[k] : hitWeights[k];
                    if (term < weights.length) {
                        double factor = rate * weights[term];
                        double[] row = power[chain.next(r, k)];
                        for (int c = 0; c < n; c++) {
                            next[r][c] += factor * row[c];
                        }
                    }
                }
            }
            power = product(power, p);
        }
        return next;
    }

    private static double[][] product(double[][] a, double[][] b) {
        int n = a.length;
        double[][] result = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                double factor = a[i][k];
                if (factor != 0) {
                    for (int j = 0; j < n; j++) {
                        result[i][j] += factor * b[k][j];
                    }
                }
            }
        }
        return result;
    }
}
