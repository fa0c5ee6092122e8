package dev.millrace.queueing.edgetpu;

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
        // The equations of the states add up to nothing new: the last of them makes room for the one of the work.
        rows[n - 1] = rows[n];
        right[n - 1] = right[n];
        double[] v = solved(rows, right, n);
        double sum = 0;
        for (double value : v) {
            sum += value;
        }
        return sum;
    }

    /** Elimination with pivots by column; both arguments are used up. */
    private static double[] solved(double[][] rows, double[] right, int n) {
        for (int c = 0; c < n; c++) {
            int pivot = c;
            for (int r = c + 1; r < n; r++) {
                pivot = Math.abs(rows[r][c]) > Math.abs(rows[pivot][c]) ? r : pivot;
            }
            double[] row = rows[pivot];
            double value = right[pivot];
            rows[pivot] = rows[c];
            right[pivot] = right[c];
            rows[c] = row;
            right[c] = value;
            for (int r = c + 1; r < n; r++) {
                double factor = rows[r][c] / row[c];
                if (factor != 0) {
                    for (int k = c; k < n; k++) {
                        rows[r][k] -= factor * row[k];
                    }
                    right[r] -= factor * value;
                }
            }
        }
        double[] solution = new double[n];
        for (int c = n - 1; c >= 0; c--) {
            double sum = right[c];
            for (int k = c + 1; k < n; k++) {
                sum -= rows[c][k] * solution[k];
            }
            solution[c] = sum / rows[c][c];
        }
        return solution;
    }
}
