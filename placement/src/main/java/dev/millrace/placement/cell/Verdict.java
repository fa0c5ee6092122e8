package dev.millrace.placement.cell;

import dev.millrace.placement.model.RefusalReason;
import java.util.List;
import java.util.Optional;

/**
 * Whether the content of a cell can be served so that all objectives hold.
 *
 * @param configuration the way that serves it; where none does, the last one tried
 * @param loads by device of the cell
 * @param cpuLoad load of the node's CPU per core where it preprocesses, else 0
 * @param steps rung of each device's ladder
 * @param violations empty iff feasible
 */
public record Verdict(
        Configuration configuration,
        List<Double> loads,
        double cpuLoad,
        List<Integer> steps,
        List<Violation> violations) {
    public Verdict {
        loads = List.copyOf(loads);
        steps = List.copyOf(steps);
        violations = List.copyOf(violations);
    }

    public boolean feasible() {
        return violations.isEmpty();
    }

    /** Whether there was no time to judge the content. */
    public boolean unjudged() {
        return violations.stream().anyMatch(violation -> violation.reason() == RefusalReason.NotConfirmedInTime);
    }

    /** The first violation; empty where feasible. */
    public Optional<Violation> violation() {
        return violations.stream().findFirst();
    }
}
