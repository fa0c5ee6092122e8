package dev.millrace.cli.load;

import java.time.Duration;

/**
 * How long load runs.
 *
 * @param warmup load before measuring starts; its requests are not counted
 * @param measured length of measuring
 * @param timeout after which a request counts as failed
 */
public record LoadTimes(Duration warmup, Duration measured, Duration timeout) {
    public LoadTimes {
        if (warmup.isNegative() || measured.isNegative() || measured.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException(
                    "warm-up " + warmup + ", measured " + measured + ", timeout " + timeout + ": must be positive");
        }
    }
}
