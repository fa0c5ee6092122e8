package dev.millrace.queueing.truth;

import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.Copy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.AbstractRandomGenerator;

/** All random numbers of a simulation. Gamma variates are those of Commons Math. */
final class Chance {
    private record Shape(double mean, double cv2) {}

    /** A splittable generator in the shape that Commons Math asks for. */
    private static final class Source extends AbstractRandomGenerator {
        private SplittableRandom random;

        Source(long seed) {
            random = new SplittableRandom(seed);
        }

        @Override
        public void setSeed(long seed) {
            random = new SplittableRandom(seed);
            clear();
        }

        @Override
        public double nextDouble() {
            return random.nextDouble();
        }
    }

    private final Source source;
    private final Map<Shape, GammaDistribution> gammas = new HashMap<>();

    Chance(long seed) {
        source = new Source(seed);
    }

    /** Uniform over [0, 1). */
    double uniform() {
        return source.nextDouble();
    }

    /** Time to the next arrival in ms. */
    double gapMs(ArrivalProcess arrivals) {
        double meanMs = 1000 / arrivals.ratePerSecond();
        return switch (arrivals.kind()) {
            case POISSON -> -meanMs * Math.log(1 - uniform());
            case PERIODIC -> meanMs;
            case GENERAL -> gamma(meanMs, arrivals.cv2());
        };
    }

    /** Time of one batch of that size in ms. */
    double serviceMs(Copy copy, int batch) {
        List<BatchServiceTimes.Row> rows = copy.service().rows();
        int above = 0;
        while (rows.get(above).batch() < batch) {
            above++;
        }
        BatchServiceTimes.Row upper = rows.get(above);
        if (above == 0 || upper.batch() == batch) {
            return gamma(upper.time().meanMs(), upper.time().cv2());
        }
        BatchServiceTimes.Row lower = rows.get(above - 1);
        double part = (double) (batch - lower.batch()) / (upper.batch() - lower.batch());
        return gamma(
                (1 - part) * lower.time().meanMs() + part * upper.time().meanMs(),
                (1 - part) * lower.time().cv2() + part * upper.time().cv2());
    }

    private double gamma(double mean, double cv2) {
        if (cv2 == 0) {
            return mean;
        }
        return gammas.computeIfAbsent(new Shape(mean, cv2), shape -> new GammaDistribution(source, 1 / cv2, mean * cv2))
                .sample();
    }
}
