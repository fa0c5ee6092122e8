package dev.millrace.queueing.edgetpu;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;

/**
 * P(idle, last class j) of a {@link SwitchingQueue} from its K - 1 positive real roots.
 *
 * <p>D_j(z) = z - L + G_j(z) (1 - e^(-z o_j)) has one root d_j in (0, L]; f(z) = 1 + sum g_j / D_j falls from +inf to
 * -inf between two neighbouring d_j, so each gap holds exactly one root z_r, and sum e_i / D_i(z_r) = 0 there.
 */
final class IdleProbabilities {
    private static final double DISTINCT = 1e-7;

    private final List<SwitchClass> classes;
    private final double ratePerMs;
    private final double[] stretch;

    private IdleProbabilities(List<SwitchClass> classes, double ratePerMs) {
        this.classes = classes;
        this.ratePerMs = ratePerMs;
        this.stretch = new double[classes.size()];
    }

    /** The probabilities; they sum to {@code total} = 1 - load. */
    static double[] of(List<SwitchClass> classes, double ratePerMs, double total) {
        int n = classes.size();
        if (n == 1) {
            return new double[] {total};
        }
        return new IdleProbabilities(classes, ratePerMs).solve(total);
    }

    private double[] solve(double total) {
        int n = classes.size();
        double[] poles = new double[n];
        for (int j = 0; j < n; j++) {
            // Classes with the same root are told apart by a change of their times too small to matter.
            stretch[j] = 1 + DISTINCT * j;
            poles[j] = pole(j);
        }
        double[] sorted = poles.clone();
        java.util.Arrays.sort(sorted);
        double[][] rows = new double[n][n];
        for (int r = 0; r < n - 1; r++) {
            double root = rootBetween(sorted[r], sorted[r + 1]);
            double largest = 0;
            for (int i = 0; i < n; i++) {
                rows[r][i] = 1 / d(i, root);
                largest = Math.max(largest, Math.abs(rows[r][i]));
            }
            for (int i = 0; i < n; i++) {
                rows[r][i] /= largest;
            }
        }
        java.util.Arrays.fill(rows[n - 1], 1);
        double[] right = new double[n];
        right[n - 1] = total;
        return new LUDecomposition(new Array2DRowRealMatrix(rows, false), 0)
                .getSolver()
                .solve(new ArrayRealVector(right, false))
                .toArray();
    }

    private double d(int j, double z) {
        double x = z * stretch[j];
        double loss = -Math.expm1(-x * classes.get(j).switchMs());
        return z - ratePerMs + classes.get(j).work().rateTransform(x) * loss;
    }

    private double pole(int j) {
        return BracketedRoot.increasing(z -> d(j, z), 0, ratePerMs);
    }

    private double rootBetween(double low, double high) {
        // f has poles at both ends; times the distances from them it is finite and keeps its signs.
        return BracketedRoot.increasing(
                z -> {
                    double f = 1;
                    for (int j = 0; j < classes.size(); j++) {
                        double x = z * stretch[j];
                        double work = classes.get(j).work().rateTransform(x);
                        double loss = -Math.expm1(-x * classes.get(j).switchMs());
                        f += work * (1 - loss) / (z - ratePerMs + work * loss);
                    }
                    return -f * (z - low) * (high - z);
                },
                low,
                high);
    }
}
