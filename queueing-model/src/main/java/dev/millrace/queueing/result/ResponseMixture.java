package dev.millrace.queueing.result;

import java.util.List;

/**
 * Response time of an app over several replicas: F(t) = sum of share x F_r(t). Its quantiles are those of the mixture,
 * not the weighted quantiles of the parts.
 */
public final class ResponseMixture implements ResponseTime {
    private static final double RELATIVE_TOLERANCE = 1e-7;
    private static final int MAX_STEPS = 200;

    private final List<Part> parts;

    /** One replica's distribution and the fraction of requests it serves (positive; weights are normalised). */
    public record Part(double weight, ResponseTime response) {
        /** Validates the weight. */
        public Part {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("weight must be a positive finite number, but was " + weight);
            }
        }
    }

    private ResponseMixture(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * The mixture; a single part is returned as it is.
     *
     * @throws IllegalArgumentException if there are no parts
     */
    public static ResponseTime of(List<Part> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("parts must hold at least one part, but was empty");
        }
        if (parts.size() == 1) {
            return parts.getFirst().response();
        }
        double total = parts.stream().mapToDouble(Part::weight).sum();
        return new ResponseMixture(parts.stream()
                .map(part -> new Part(part.weight() / total, part.response()))
                .toList());
    }

    @Override
    public double meanMs() {
        return parts.stream()
                .mapToDouble(part -> part.weight() * part.response().meanMs())
                .sum();
    }

    @Override
    public double cdf(double ms) {
        double sum = 0;
        for (Part part : parts) {
            sum += part.weight() * part.response().cdf(ms);
        }
        return sum;
    }

    @Override
    public double quantileMs(double p) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (Part part : parts) {
            double quantile = part.response().quantileMs(p);
            low = Math.min(low, quantile);
            high = Math.max(high, quantile);
        }
        // The mixture's quantile lies between its parts' quantiles; bisection also holds where the cdf has steps.
        for (int step = 0; step < MAX_STEPS && high - low > RELATIVE_TOLERANCE * high; step++) {
            double middle = 0.5 * (low + high);
            if (cdf(middle) >= p) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
