package dev.millrace.queueing.simulation;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;

/**
 * Weights of batches that bring every control to its known mean: w_b = 1/B - (D_b - D)' G^-1 D, D_b the deviations of
 * batch b, D their average, G = sum of (D_b - D) (D_b - D)'. They sum to 1 and are those of linear regression on the
 * controls, so one set of weights serves every figure.
 */
final class BatchWeights {
    private static final double RIDGE = 1e-9;

    /** Fewer batches than this for each control and the regression adds more noise than it takes away. */
    private static final int BATCHES_PER_CONTROL = 4;

    private BatchWeights() {}

    static double[] of(double[][] deviations) {
        int batches = deviations.length;
        double[] weights = new double[batches];
        Arrays.fill(weights, 1.0 / batches);
        int controls = Math.min(deviations[0].length, batches / BATCHES_PER_CONTROL);
        if (controls == 0) {
            return weights;
        }
        double[][] centred = new double[batches][controls];
        double[] average = new double[controls];
        double[] scale = new double[controls];
        for (int c = 0; c < controls; c++) {
            for (double[] row : deviations) {
                average[c] += row[c] / batches;
            }
            for (int b = 0; b < batches; b++) {
                centred[b][c] = deviations[b][c] - average[c];
                scale[c] += centred[b][c] * centred[b][c];
            }
            scale[c] = scale[c] > 0 ? Math.sqrt(scale[c]) : 1;
            average[c] /= scale[c];
        }
        double[][] products = new double[controls][controls];
        for (int b = 0; b < batches; b++) {
            for (int c = 0; c < controls; c++) {
                centred[b][c] /= scale[c];
            }
            for (int c = 0; c < controls; c++) {
                for (int d = 0; d < controls; d++) {
                    products[c][d] += centred[b][c] * centred[b][d];
                }
            }
        }
        for (int c = 0; c < controls; c++) {
            products[c][c] += RIDGE;
        }
        try {
            double[] slope = new CholeskyDecomposition(new Array2DRowRealMatrix(products, false))
                    .getSolver()
                    .solve(new ArrayRealVector(average, false))
                    .toArray();
            for (int b = 0; b < batches; b++) {
                for (int c = 0; c < controls; c++) {
                    weights[b] -= centred[b][c] * slope[c];
                }
            }
        } catch (NonPositiveDefiniteMatrixException dependent) {
            // Controls that follow from one another to the last digit: the plain average is right too.
            Arrays.fill(weights, 1.0 / batches);
        }
        return weights;
    }
}
