package dev.millrace.agent.device;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What waits at a device whose copies have a line each. Copies keep the order in which they first had a job. */
final class CopyLines {
    private final Map<Copy, Line> lines = new LinkedHashMap<>();

    /** @param number the job's place in the order over all lines of the device */
    void add(long number, Job job) {
        lines.computeIfAbsent(job.copy(), copy -> new Line()).add(number, job);
    }

    Collection<Map.Entry<Copy, Line>> entries() {
        return Collections.unmodifiableCollection(lines.entrySet());
    }

    /** Jobs in all lines. Devices hold few copies: counting is quicker than keeping count of what expires. */
    int waiting() {
        int waiting = 0;
        for (Line line : lines.values()) {
            waiting += line.size();
        }
        return waiting;
    }

    int waiting(Copy copy) {
        Line line = lines.get(copy);
        return line == null ? 0 : line.size();
    }

    /** The job of least priority, of all copies or of one; null where none waits. */
    @Nullable Job least(@Nullable Copy copy) {
        Job least = null;
        for (Map.Entry<Copy, Line> entry : lines.entrySet()) {
            Job job = copy == null || entry.getKey() == copy ? entry.getValue().least(null) : null;
            if (job != null && (least == null || job.priority() < least.priority())) {
                least = job;
            }
        }
        return least;
    }

    void remove(Job job) {
        Line line = lines.get(job.copy());
        if (line != null) {
            line.remove(job);
        }
    }

    /** Drops the copy's line if nothing waits in it. */
    void forget(Copy copy) {
        Line line = lines.get(copy);
        if (line != null && line.isEmpty()) {
            lines.remove(copy);
        }
    }
}
