package dev.millrace.agent.device;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a device serves at once: one request, or a batch of one copy. Compared by identity.
 *
 * @param switchNanos time to make the copy resident first; 0 where it is
 */
public record Dispatch(Copy copy, List<Job> jobs, long switchNanos) {
    /** Of all jobs that have work of their own. */
    List<Work> work() {
        return jobs.stream().flatMap(job -> Stream.ofNullable(job.work())).toList();
    }

    /** Drawn execution time, switching included. */
    long drawNanos() {
        return switchNanos + copy.times().drawNanos(jobs.size());
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
