package dev.millrace.queueing.edgetpu;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;

/** Load and mean workload of a {@link CoResidentQueue}: first derivatives of its transform at 0. */
final class WorkloadMoments {
    private final ResidencyChain chain;
    private final double[] stationary;
    private final double ratePerMs;

    WorkloadMoments(ResidencyChain chain, double[] stationary) {
        this.chain = chain;
        this.stationary = stationary;
        this.ratePerMs =
                chain.copies().stream().mapToDouble(ResidentCopy::ratePerMs).sum();
    }

    /** Work per ms that comes in residency r. */
    private double firstMoment(int r) {
        double sum = 0;
        for (int k = 0; k < chain.copies().size(); k++) {
            sum += chain.copies().get(k).ratePerMs() * workMs(r, k);
        }
        return sum;
    }

    private double workMs(int r, int k) {
        ResidentCopy copy = chain.copies().get(k);
        return copy.time().meanMs() + (chain.isMiss(r, k) ? copy.switchMs() : 0);
    }

    private double secondMoment(int r) {
        double sum = 0;
        for (int k = 0; k < chain.copies().size(); k++) {
            ResidentCopy copy = chain.copies().get(k);
            double work = workMs(r, k);
            double variance =
                    copy.time().cv2() * copy.time().meanMs() * copy.time().meanMs();
            sum += copy.ratePerMs() * (work * work + variance);
        }
        return sum;
    }

    /** Busy fraction. */
    double load() {
        double load = 0;
        for (int r = 0; r < stationary.length; r++) {
            load += stationary[r] * firstMoment(r);
        }
        return load;
    }

    /**
     * Mean workload in ms: v with v L (I - P) = e - v0 (I - H1) and v (1 - h1) = v0 h2 / 2, consistent although it has one
     * equation more than unknowns.
     *
     * @param idle P(idle, residency)
     */
    double meanWorkloadMs(double[] idle) {
        int n = chain.states();
        double[][] rows = new double[n + 1][n];
        double[] right = new double[n + 1];
        for (int r = 0; r < n; r++) {
            rows[r][r] += ratePerMs;
            right[r] += idle[r] - stationary[r];
            for (int k = 0; k < chain.copies().size(); k++) {
                int next = chain.next(r, k);
                double rate = chain.copies().get(k).ratePerMs();
                rows[next][r] -= rate;
                right[next] += stationary[r] * rate * workMs(r, k);
            }
            rows[n][r] = 1 - firstMoment(r);
            right[n] += stationary[r] * secondMoment(r) / 2;
        }
        double[] v = new QRDecomposition(new Array2DRowRealMatrix(rows, false))
                .getSolver()
                .solve(new ArrayRealVector(right, false))
                .toArray();
        double sum = 0;
        for (double value : v) {
            sum += value;
        }
        return sum;
    }
}
