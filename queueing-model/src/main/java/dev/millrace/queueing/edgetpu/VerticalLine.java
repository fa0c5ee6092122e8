package dev.millrace.queueing.edgetpu;

import dev.millrace.queueing.transform.Complex;

/**
 * Equidistant points parallel to the imaginary axis: where an inversion reads a transform.
 *
 * @param x real part
 * @param from imaginary part of the first point
 * @param step distance of two points
 * @param points their number
 */
record VerticalLine(double x, double from, double step, int points) {
    /** Point k. */
    Complex at(int k) {
        return new Complex(x, from + k * step);
    }

    /**
     * Values of factor x e^(-z ms): a geometric sequence, so no exponential is taken but the first; the error grows by one
     * rounding a point, of some thirty.
     */
    void constant(double factor, double ms, double[] re, double[] im) {
        double size = factor * Math.exp(-x * ms);
        double r = size * Math.cos(from * ms);
        double i = -size * Math.sin(from * ms);
        double turnRe = Math.cos(step * ms);
        double turnIm = -Math.sin(step * ms);
        for (int k = 0; k < points; k++) {
            re[k] = r;
            im[k] = i;
            double next = r * turnRe - i * turnIm;
            i = r * turnIm + i * turnRe;
            r = next;
        }
    }
}
