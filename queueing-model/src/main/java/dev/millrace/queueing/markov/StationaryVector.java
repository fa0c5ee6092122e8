package dev.millrace.queueing.markov;

/** Stationary vector x of a generator: x Q = 0, sum 1, by elimination without subtractions (Grassmann et al. 1985). */
public final class StationaryVector {
    private StationaryVector() {}

    /** The vector; the generator must have a single recurrent class that holds state 0. */
    public static double[] of(double[][] generator) {
        int n = generator.length;
        double[][] q = new double[n][];
        for (int i = 0; i < n; i++) {
            q[i] = generator[i].clone();
        }
        for (int k = n - 1; k > 0; k--) {
            double out = 0;
            for (int j = 0; j < k; j++) {
                out += q[k][j];
            }
            for (int i = 0; i < k; i++) {
                q[i][k] = out > 0 ? q[i][k] / out : 0;
                for (int j = 0; j < k; j++) {
                    if (i != j) {
                        q[i][j] += q[i][k] * q[k][j];
                    }
                }
            }
        }
        double[] x = new double[n];
        x[0] = 1;
        double sum = 1;
        for (int k = 1; k < n; k++) {
            for (int i = 0; i < k; i++) {
                x[k] += x[i] * q[i][k];
            }
            sum += x[k];
        }
        for (int k = 0; k < n; k++) {
            x[k] /= sum;
        }
        return x;
    }
}
