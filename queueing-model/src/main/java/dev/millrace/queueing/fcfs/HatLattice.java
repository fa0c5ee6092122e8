package dev.millrace.queueing.fcfs;

import org.apache.commons.math3.special.Gamma;

/** A Gamma time on the lattice 0, h, 2h, … with hat weights, which keep the mean. */
final class HatLattice {
    private static final double NEGLIGIBLE = 1e-16;

    private HatLattice() {}

    /**
     * Probabilities of the cells.
     *
     * @param meanMs mean
     * @param cv2 squared coefficient of variation, 0 for a constant
     * @param stepMs h
     * @param cells number of cells; what lies beyond goes to the last
     */
    static double[] of(double meanMs, double cv2, double stepMs, int cells) {
        double[] p = new double[cells];
        if (cv2 == 0) {
            double position = Math.min(meanMs / stepMs, cells - 1);
            int floor = (int) position;
            p[floor] = 1 - (position - floor);
            if (floor + 1 < cells) {
                p[floor + 1] = position - floor;
            }
            return p;
        }
        double shape = 1 / cv2;
        double scale = meanMs * cv2;
        double below = 0;
        double momentBelow = 0;
        for (int i = 0; i + 1 < cells; i++) {
            double x = (i + 1) * stepMs;
            boolean done = 1 - below < NEGLIGIBLE;
            double above = done ? 1 : Gamma.regularizedGammaP(shape, x / scale);
            double momentAbove = done ? meanMs : meanMs * Gamma.regularizedGammaP(shape + 1, x / scale);
            double mass = above - below;
            double centre = (momentAbove - momentBelow) / stepMs;
            p[i] += (i + 1) * mass - centre;
            p[i + 1] += centre - i * mass;
            below = above;
            momentBelow = momentAbove;
        }
        p[cells - 1] += 1 - below;
        return p;
    }
}
