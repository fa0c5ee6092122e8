package dev.millrace.queueing.edgetpu;

import dev.millrace.queueing.model.ServiceTime;
import org.jspecify.annotations.Nullable;

/**
 * A copy on an EdgeTPU with Poisson requests.
 *
 * @param ratePerMs requests per ms
 * @param time service time
 * @param switchMs extra time of a request that finds it not resident
 * @param set its co-resident set, null if it is resident alone
 */
public record ResidentCopy(
        double ratePerMs,
        ServiceTime time,
        double switchMs,
        @Nullable String set) {
    /** Whether loading {@code other} leaves this copy resident. */
    boolean stays(ResidentCopy other) {
        return this == other || (set != null && set.equals(other.set));
    }
}
