package dev.millrace.placement.cell;

import dev.millrace.queueing.model.Discipline;
import java.util.List;
import java.util.Optional;

/**
 * How a cell serves what is on it.
 *
 * @param disciplines by device of the cell
 * @param maxBatch by tenant; equal for tenants that share a copy
 * @param sets by tenant: the name of the co-resident set of its copy, if any
 */
public record Configuration(List<Discipline> disciplines, List<Integer> maxBatch, List<Optional<String>> sets) {
    public Configuration {
        disciplines = List.copyOf(disciplines);
        maxBatch = List.copyOf(maxBatch);
        sets = List.copyOf(sets);
    }
}
