package dev.millrace.queueing;

import dev.millrace.queueing.result.ResponseTime;
import java.util.function.Supplier;

/** A response time that is worked out at first use. */
record LazyResponse(Supplier<ResponseTime> source) implements ResponseTime {
    @Override
    public double meanMs() {
        return source.get().meanMs();
    }

    @Override
    public double quantileMs(double p) {
        return source.get().quantileMs(p);
    }

    @Override
    public double cdf(double ms) {
        return source.get().cdf(ms);
    }
}
