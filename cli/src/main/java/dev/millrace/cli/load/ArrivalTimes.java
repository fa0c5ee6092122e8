package dev.millrace.cli.load;

import dev.millrace.queueing.model.ArrivalProcess;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/** The instants at which the requests of one app are due, in nanoseconds from the start of the run. */
final class ArrivalTimes {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ArrivalProcess process;
    private final RandomGenerator random;
    private final double meanNanos;
    private double nextNanos;

    /** @param seed equal seeds give equal instants */
    ArrivalTimes(ArrivalProcess process, long seed) {
        this.process = process;
        this.random = new Well19937c(seed);
        this.meanNanos = NANOS_PER_SECOND / process.ratePerSecond();
        // A camera's phase is uniform over its period; the other processes start at the end of one interval.
        this.nextNanos = process.kind() == ArrivalProcess.Kind.PERIODIC ? meanNanos * random.nextDouble() : interval();
    }

    /** The next instant; instants never go back. */
    long next() {
        double due = nextNanos;
        nextNanos = due + interval();
        return Math.round(due);
    }

    private double interval() {
        return switch (process.kind()) {
            case PERIODIC -> meanNanos;
            case POISSON -> -meanNanos * Math.log1p(-random.nextDouble());
            case GENERAL -> gamma();
        };
    }

    private double gamma() {
        double shape = 1 / process.cv2();
        return new GammaDistribution(random, shape, meanNanos / shape).sample();
    }
}
