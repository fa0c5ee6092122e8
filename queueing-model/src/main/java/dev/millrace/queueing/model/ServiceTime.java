package dev.millrace.queueing.model;

/**
 * Gamma-distributed service time of one batch.
 *
 * @param meanMs mean in milliseconds, positive; of a copy 1e-6 to 1e13
 * @param cv2 squared coefficient of variation: 0 deterministic, 1 exponential; else 1e-6 to 1e4
 */
public record ServiceTime(double meanMs, double cv2) {
    /** Validates both components. */
    public ServiceTime {
        Require.positive("meanMs", meanMs);
        Require.cv2OrConstant("cv2", cv2);
    }

    /** A constant service time. */
    public static ServiceTime deterministic(double meanMs) {
        return new ServiceTime(meanMs, 0);
    }

    /** Second moment E[S²] in ms². */
    public double secondMoment() {
        return meanMs * meanMs * (1 + cv2);
    }

    /** Third moment E[S³] in ms³ of the Gamma distribution. */
    public double thirdMoment() {
        return meanMs * meanMs * meanMs * (1 + cv2) * (1 + 2 * cv2);
    }
}
