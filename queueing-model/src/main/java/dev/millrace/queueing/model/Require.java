package dev.millrace.queueing.model;

/**
 * Checks of the records' components: each failure names the component and its value.
 *
 * <p>The bounds are beyond what a device or a manifest can ask for (durations of 1 ns to 292 years, a million requests per
 * second), and within them the figures of all methods are finite.
 */
final class Require {
    private static final double LEAST_MS = 1e-6;
    private static final double MOST_MS = 1e13;
    private static final double LEAST_PER_SECOND = 1e-9;
    private static final double MOST_PER_SECOND = 1e9;
    private static final double LEAST_CV2 = 1e-6;
    private static final double MOST_CV2 = 1e4;
    private static final int MOST = 1 << 16;

    private Require() {}

    static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be a positive finite number, but was " + value);
        }
    }

    /** Within 1 ns and 316 years. */
    static void durationMs(String name, double value) {
        within(name, value, LEAST_MS, MOST_MS);
    }

    /** Nothing, or at most 316 years. */
    static void durationOrNoneMs(String name, double value) {
        within(name, value, 0, MOST_MS);
    }

    /** Within one request in 32 years and one per nanosecond. */
    static void ratePerSecond(String name, double value) {
        within(name, value, LEAST_PER_SECOND, MOST_PER_SECOND);
    }

    /** Squared coefficient of variation of a random time. */
    static void cv2(String name, double value) {
        within(name, value, LEAST_CV2, MOST_CV2);
    }

    /** The same, or 0 for a constant time. */
    static void cv2OrConstant(String name, double value) {
        if (value != 0) {
            cv2(name, value);
        }
    }

    static void within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " must be within " + least + ".." + most + ", but was " + value);
        }
    }

    /** From 1 to 65536. */
    static void count(String name, int value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException(name + " must be within 1.." + MOST + ", but was " + value);
        }
    }

    static void notBlank(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
    }
}
