package dev.millrace.queueing.transform;

/**
 * Inversion of a Laplace transform by the Fourier series method with Euler summation (Abate and Whitt, ORSA Journal on
 * Computing 7, 1995). Discretisation error about e^-18.4 = 1e-8; steps of the function are smeared, so take atoms out.
 */
public final class EulerInversion {
    private static final double A = 18.4;
    private static final int TERMS = 16;
    private static final double[] BINOMIAL = binomial(12);

    private EulerInversion() {}

    /**
     * The distribution function at t.
     *
     * @param transform E[e^(-zX)] of a time without atoms; may be defective (total mass below 1)
     * @param t in ms, positive
     * @return P(X &lt;= t), costs 29 values of the transform
     */
    public static double cdf(LaplaceTransform transform, double t) {
        double re = A / (2 * t);
        double step = Math.PI / t;
        int last = TERMS + BINOMIAL.length - 1;
        double[] valueRe = new double[last + 1];
        double[] valueIm = new double[last + 1];
        transform.along(re, step, valueRe, valueIm);
        double sum = 0.5 * valueRe[0] / re;
        double result = 0;
        for (int k = 1; k <= last; k++) {
            // Real part of f(z) / z.
            double im = k * step;
            double value = (valueRe[k] * re + valueIm[k] * im) / (re * re + im * im);
            sum += (k & 1) == 0 ? value : -value;
            if (k >= TERMS) {
                result += BINOMIAL[k - TERMS] * sum;
            }
        }
        return result * Math.exp(A / 2) / t;
    }

    /** C(n, q) / 2^n. */
    private static double[] binomial(int n) {
        double[] row = new double[n + 1];
        row[0] = Math.pow(2, -n);
        for (int q = 1; q <= n; q++) {
            row[q] = row[q - 1] * (n - q + 1) / q;
        }
        return row;
    }
}
