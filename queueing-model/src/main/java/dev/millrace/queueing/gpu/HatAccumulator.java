package dev.millrace.queueing.gpu;

import java.util.Arrays;

/** Collects weighted times on a lattice, splitting each between its two neighbours so that the mean is kept. */
final class HatAccumulator {
    private final double fromMs;
    private final double stepMs;
    private final int most;
    private double[] cells = new double[1024];
    private double weighted;

    HatAccumulator(double fromMs, double stepMs, int most) {
        this.fromMs = fromMs;
        this.stepMs = stepMs;
        this.most = most;
    }

    void add(double timeMs, double weight) {
        weighted += weight * timeMs;
        double position = Math.min((timeMs - fromMs) / stepMs, most - 2.0);
        int floor = (int) position;
        if (floor + 1 >= cells.length) {
            cells = Arrays.copyOf(cells, Math.max(floor + 2, 2 * cells.length));
        }
        cells[floor] += weight * (1 - (position - floor));
        cells[floor + 1] += weight * (position - floor);
    }

    double mean() {
        return weighted;
    }

    double[] masses() {
        return cells;
    }

    double stepMs() {
        return stepMs;
    }
}
