package dev.millrace.queueing.edgetpu;

import dev.millrace.queueing.model.ServiceTime;

/** Number of Poisson events of rate q during a Gamma time plus a constant: negative binomial plus Poisson. */
final class PoissonMixture {
    private static final double TAIL = 1e-14;
    private static final int MAX_TERMS = 4000;

    private PoissonMixture() {}

    /** Probabilities of 0, 1, … events, cut where less than 1e-14 is left. */
    static double[] weights(ServiceTime time, double constantMs, double q) {
        double[] service = time.cv2() == 0
                ? poisson(q * time.meanMs())
                : negativeBinomial(1 / time.cv2(), q * time.meanMs() * time.cv2());
        return constantMs == 0 ? service : convolve(service, poisson(q * constantMs));
    }

    private static double[] poisson(double mean) {
        double[] p = new double[MAX_TERMS];
        double sum = 0;
        int n = 0;
        for (; n < MAX_TERMS && (sum < 1 - TAIL && (n <= mean || p[n - 1] > TAIL * 1e-2)); n++) {
            p[n] = n == 0 ? Math.exp(-mean) : p[n - 1] * mean / n;
            sum += p[n];
        }
        return java.util.Arrays.copyOf(p, n);
    }

    private static double[] negativeBinomial(double shape, double scale) {
        double[] p = new double[MAX_TERMS];
        double ratio = scale / (1 + scale);
        double sum = 0;
        int n = 0;
        for (; n < MAX_TERMS && (sum < 1 - TAIL && (n <= shape * scale || p[n - 1] > TAIL * 1e-2)); n++) {
            p[n] = n == 0 ? Math.pow(1 + scale, -shape) : p[n - 1] * ratio * (shape + n - 1) / n;
            sum += p[n];
        }
        return java.util.Arrays.copyOf(p, n);
    }

    private static double[] convolve(double[] a, double[] b) {
        double[] c = new double[a.length + b.length - 1];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                c[i + j] += a[i] * b[j];
            }
        }
        return c;
    }
}
