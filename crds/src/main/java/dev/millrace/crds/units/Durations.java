package dev.millrace.crds.units;

import dev.millrace.crds.schema.Names;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.regex.Pattern;

/** Kubernetes duration strings ({@code 80ms}, {@code 1h2m3s}, {@code 1.5s}, {@code 250us}) and milliseconds. */
public final class Durations {
    private static final Pattern WHOLE = Pattern.compile(Names.DURATION_PATTERN);
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([a-z\u00b5\u03bc]+)");
    private static final BigDecimal NANOS_PER_MS = BigDecimal.valueOf(1_000_000);

    /** The longest duration that Go, and so an API server, can hold: 2^63 - 1 nanoseconds, about 292 years. */
    private static final BigDecimal LONGEST_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

    private static final Map<String, BigDecimal> NANOS = Map.of(
            "ns", BigDecimal.ONE,
            "us", BigDecimal.valueOf(1_000),
            "\u00b5s", BigDecimal.valueOf(1_000),
            "\u03bcs", BigDecimal.valueOf(1_000),
            "ms", NANOS_PER_MS,
            "s", BigDecimal.valueOf(1_000_000_000L),
            "m", BigDecimal.valueOf(60_000_000_000L),
            "h", BigDecimal.valueOf(3_600_000_000_000L));

    private Durations() {}

    /**
     * The duration in milliseconds.
     *
     * @throws IllegalArgumentException where the text is no duration, is negative or is longer than 292 years
     */
    public static double millis(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a duration. Maybe a unit is missing: 80ms, 1.5s, 250us, 1h2m3s");
        }
        var nanos = BigDecimal.ZERO;
        var part = PART.matcher(text);
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(NANOS.get(part.group(2))));
        }
        if (nanos.compareTo(LONGEST_NANOS) > 0) {
            throw new IllegalArgumentException("'" + text + "' is longer than 292 years, the longest duration");
        }
        return nanos.divide(NANOS_PER_MS, MathContext.DECIMAL64).doubleValue();
    }

    /**
     * The duration string of a number of milliseconds, to four significant digits, in the largest unit of s, ms, us and ns
     * that leaves a number of at least 1: {@code 48ms}, {@code 1.5s}, {@code 250us}; {@code 0s} below half a nanosecond.
     *
     * @throws IllegalArgumentException where {@code ms} is negative, infinite or not a number
     */
    public static String format(double ms) {
        if (!Double.isFinite(ms) || ms < 0) {
            throw new IllegalArgumentException("ms is " + ms + ", must be finite and not negative");
        }
        var rounded = BigDecimal.valueOf(ms).round(new MathContext(4));
        if (rounded.doubleValue() < 0.5e-6) {
            return "0s";
        }
        if (rounded.compareTo(BigDecimal.valueOf(1_000)) >= 0) {
            return plain(rounded.movePointLeft(3)) + "s";
        }
        if (rounded.compareTo(BigDecimal.ONE) >= 0) {
            return plain(rounded) + "ms";
        }
        if (rounded.compareTo(BigDecimal.valueOf(1, 3)) >= 0) {
            return plain(rounded.movePointRight(3)) + "us";
        }
        return plain(rounded.movePointRight(6)) + "ns";
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
