package dev.millrace.queueing.edgetpu;

import java.util.function.DoubleUnaryOperator;

/**
 * Root of a function that is negative below it and positive above it within a bracket, by regula falsi (Illinois) with
 * bisections between; about ten values for full precision. The function is not read at the ends of the bracket.
 */
final class BracketedRoot {
    private static final int MAX_STEPS = 200;
    private static final double RELATIVE_TOLERANCE = 4e-16;

    private BracketedRoot() {}

    static double increasing(DoubleUnaryOperator function, double low, double high) {
        double a = low;
        double b = high;
        double fa = Double.NaN;
        double fb = Double.NaN;
        int sameSide = 0;
        for (int i = 0; i < MAX_STEPS; i++) {
            double secant = b - fb * (b - a) / (fb - fa);
            boolean bisect = i % 4 == 3 || !(secant > a && secant < b);
            double x = bisect ? 0.5 * (a + b) : secant;
            if (x <= a || x >= b) {
                return 0.5 * (a + b);
            }
            double f = function.applyAsDouble(x);
            if (f == 0) {
                return x;
            }
            if (f < 0) {
                a = x;
                fa = f;
                fb = sameSide < 0 ? fb / 2 : fb;
                sameSide = -1;
            } else {
                b = x;
                fb = f;
                fa = sameSide > 0 ? fa / 2 : fa;
                sameSide = 1;
            }
            if (b - a <= RELATIVE_TOLERANCE * Math.abs(b)) {
                return 0.5 * (a + b);
            }
        }
        return 0.5 * (a + b);
    }
}
