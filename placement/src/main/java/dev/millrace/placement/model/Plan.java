package dev.millrace.placement.model;

import dev.millrace.queueing.model.Discipline;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is to run where. Every app of the snapshot is either assigned or refused.
 *
 * @param assignments sorted by app, then device
 * @param disciplines only the devices that differ from first come first served
 * @param refusals sorted by app
 */
public record Plan(
        String algorithm,
        List<Assignment> assignments,
        Map<DeviceRef, Discipline> disciplines,
        List<Refusal> refusals) {
    public Plan {
        assignments = List.copyOf(assignments);
        disciplines = Collections.unmodifiableMap(new TreeMap<>(disciplines));
        refusals = List.copyOf(refusals);
    }

    /** Number of apps hosted. */
    public int placed() {
        return (int) assignments.stream().map(Assignment::app).distinct().count();
    }
}
