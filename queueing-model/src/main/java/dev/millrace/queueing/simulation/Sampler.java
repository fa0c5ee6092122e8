package dev.millrace.queueing.simulation;

import dev.millrace.queueing.model.ServiceTime;
import java.util.SplittableRandom;

/** Draws independent non-negative times in ms from one distribution. */
sealed interface Sampler {
    /** One draw. */
    double sample(SplittableRandom random);

    /** Sampler of a Gamma service time: constant for cv2 = 0, exponential for cv2 = 1. */
    static Sampler of(ServiceTime time) {
        return gamma(time.meanMs(), time.cv2());
    }

    /** Sampler of a Gamma distribution of that mean and squared coefficient of variation. */
    static Sampler gamma(double meanMs, double cv2) {
        if (cv2 == 0) {
            return new Constant(meanMs);
        }
        return cv2 == 1 ? new Exponential(meanMs) : new Gamma(meanMs, cv2);
    }

    /** Recorded values in their order; draws from another distribution when there are no more. */
    final class Recorded implements Sampler {
        private final double[] valuesMs;
        private final Sampler afterwards;
        private int next;

        Recorded(double[] valuesMs, Sampler afterwards) {
            this.valuesMs = valuesMs;
            this.afterwards = afterwards;
        }

        @Override
        public double sample(SplittableRandom random) {
            return next < valuesMs.length ? valuesMs[next++] : afterwards.sample(random);
        }
    }

    /** Always the same value. */
    record Constant(double valueMs) implements Sampler {
        @Override
        public double sample(SplittableRandom random) {
            return valueMs;
        }
    }

    /** Exponential times. */
    record Exponential(double meanMs) implements Sampler {
        @Override
        public double sample(SplittableRandom random) {
            return meanMs * random.nextExponential();
        }
    }

    /** Marsaglia and Tsang's method (ACM TOMS 26, 2000); shapes below 1 by the power of a uniform. */
    final class Gamma implements Sampler {
        private final double scaleMs;
        private final double shape;
        private final double d;
        private final double c;

        Gamma(double meanMs, double cv2) {
            this.shape = 1 / cv2;
            this.scaleMs = meanMs * cv2;
            this.d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
            this.c = 1 / Math.sqrt(9 * d);
        }

        @Override
        public double sample(SplittableRandom random) {
            double boost = shape < 1 ? Math.pow(1 - random.nextDouble(), 1 / shape) : 1;
            while (true) {
                double x = random.nextGaussian();
                double root = 1 + c * x;
                if (root <= 0) {
                    continue;
                }
                double v = root * root * root;
                double u = 1 - random.nextDouble();
                double x2 = x * x;
                if (u < 1 - 0.0331 * x2 * x2 || Math.log(u) < 0.5 * x2 + d * (1 - v + Math.log(v))) {
                    return scaleMs * boost * d * v;
                }
            }
        }
    }
}
