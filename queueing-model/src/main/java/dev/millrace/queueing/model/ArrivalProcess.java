package dev.millrace.queueing.model;

/**
 * Arrival process of one stream of requests.
 *
 * @param kind which process
 * @param ratePerSecond mean number of requests per second, 1e-9 to 1e9
 * @param cv2 squared coefficient of variation of the times between arrivals: 1 for Poisson, 0 for
 *     Periodic, 1e-6 to 1e4 for General
 */
public record ArrivalProcess(Kind kind, double ratePerSecond, double cv2) {
    /** Processes that a stream can follow. */
    public enum Kind {
        /** Independent exponential times between arrivals. */
        POISSON,
        /** A constant period with a uniform unknown phase. */
        PERIODIC,
        /** Independent Gamma times between arrivals. */
        GENERAL
    }

    /** Validates rate and cv2. */
    public ArrivalProcess {
        Require.ratePerSecond("ratePerSecond", ratePerSecond);
        switch (kind) {
            case POISSON -> fixed(cv2, 1, kind);
            case PERIODIC -> fixed(cv2, 0, kind);
            case GENERAL -> Require.cv2("cv2", cv2);
        }
    }

    private static void fixed(double cv2, double expected, Kind kind) {
        if (cv2 != expected) {
            throw new IllegalArgumentException("cv2 must be " + expected + " for " + kind + ", but was " + cv2);
        }
    }

    /** A Poisson stream. */
    public static ArrivalProcess poisson(double ratePerSecond) {
        return new ArrivalProcess(Kind.POISSON, ratePerSecond, 1);
    }

    /** A camera: constant period, random phase. */
    public static ArrivalProcess periodic(double ratePerSecond) {
        return new ArrivalProcess(Kind.PERIODIC, ratePerSecond, 0);
    }

    /** A renewal stream with Gamma times between arrivals. */
    public static ArrivalProcess general(double ratePerSecond, double cv2) {
        return new ArrivalProcess(Kind.GENERAL, ratePerSecond, cv2);
    }

    /** Mean number of requests per millisecond. */
    public double ratePerMs() {
        return ratePerSecond / 1000;
    }
}
