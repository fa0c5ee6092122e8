package dev.millrace.queueing.gpu;

/** Probabilities of a Poisson number. */
final class PoissonProbabilities {
    private static final double TAIL = 1e-18;

    private PoissonProbabilities() {}

    /** Probabilities of 0, 1, … up to {@code most} (none if negative), cut where they are negligible. */
    static double[] upTo(double mean, int most) {
        double[] p = new double[Math.max(0, most + 1)];
        int n = 0;
        for (; n < p.length && (n <= mean || p[n - 1] > TAIL); n++) {
            // By logarithms where e^-mean would underflow.
            if (n == 0) {
                p[n] = Math.exp(-mean);
            } else if (p[n - 1] > 1e-290) {
                p[n] = p[n - 1] * mean / n;
            } else {
                p[n] = Math.exp(n * Math.log(mean) - mean - org.apache.commons.math3.special.Gamma.logGamma(n + 1.0));
            }
        }
        return n == p.length ? p : java.util.Arrays.copyOf(p, n);
    }
}
