package dev.millrace.queueing.fcfs;

import dev.millrace.queueing.transform.Fft;
import java.util.Arrays;

/**
 * Lindley's recursion W' = max(W + S - A, 0) on a lattice: the check of a waiting-time distribution found otherwise, and
 * its repair. Converges within tens of steps at low load, where other ways of solving fail.
 */
final class LindleyIteration {
    private static final double GOOD = 1e-5;
    private static final double CONVERGED = 1e-9;
    private static final int MAX_STEPS = 500;

    private final Fft fft;
    private final int points;
    private final double[] stepRe;
    private final double[] stepIm;

    /**
     * An iteration.
     *
     * @param gaps probabilities of A by cell, on the circle of twice the grid; overwritten
     * @param serviceRe transform of S on that circle
     * @param serviceIm its imaginary part
     */
    LindleyIteration(Fft fft, double[] gaps, double[] serviceRe, double[] serviceIm) {
        this.fft = fft;
        this.points = gaps.length / 2;
        double[] gapIm = new double[gaps.length];
        fft.forward(gaps, gapIm);
        this.stepRe = new double[gaps.length];
        this.stepIm = new double[gaps.length];
        for (int k = 0; k < gaps.length; k++) {
            stepRe[k] = serviceRe[k] * gaps[k] + serviceIm[k] * gapIm[k];
            stepIm[k] = serviceIm[k] * gaps[k] - serviceRe[k] * gapIm[k];
        }
    }

    /** The estimate itself if it is a fixed point to 1e-5 in total variation, else the limit of the recursion. */
    double[] settled(double[] estimate) {
        double[] wait = distribution(estimate);
        double change = Double.POSITIVE_INFINITY;
        for (int i = 0; i < MAX_STEPS && change > (i == 1 ? GOOD : CONVERGED); i++) {
            double[] next = step(wait);
            change = 0;
            for (int k = 0; k < points; k++) {
                change += Math.abs(next[k] - wait[k]);
            }
            wait = next;
        }
        return wait;
    }

    /** The estimate without negative parts, or no wait at all where it is no distribution. */
    private double[] distribution(double[] estimate) {
        double[] wait = new double[points];
        double sum = 0;
        for (int k = 0; k < points; k++) {
            wait[k] = Math.max(0, estimate[k]);
            sum += wait[k];
        }
        if (!(Math.abs(sum - 1) < 0.1)) {
            Arrays.fill(wait, 0);
            wait[0] = 1;
            return wait;
        }
        for (int k = 0; k < points; k++) {
            wait[k] /= sum;
        }
        return wait;
    }

    private double[] step(double[] wait) {
        double[] re = Arrays.copyOf(wait, 2 * points);
        double[] im = new double[2 * points];
        fft.forward(re, im);
        for (int k = 0; k < re.length; k++) {
            double x = re[k] * stepRe[k] - im[k] * stepIm[k];
            im[k] = re[k] * stepIm[k] + im[k] * stepRe[k];
            re[k] = x;
        }
        fft.inverse(re, im);
        double[] next = new double[points];
        double sum = 0;
        for (int k = 1; k < points; k++) {
            next[k] = Math.max(0, re[k]);
            sum += next[k];
        }
        next[0] = Math.max(0, 1 - sum);
        return next;
    }
}
