package dev.millrace.cli.explain;

import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.queueing.model.Discipline;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who runs where: the assignments in force, or a plan's. */
record Hosting(List<Assignment> assignments, Map<DeviceRef, Discipline> disciplines) {
    Hosting {
        assignments = List.copyOf(assignments);
    }

    /** The places of one app. */
    List<Assignment> of(AppRef app) {
        return assignments.stream()
                .filter(assignment -> assignment.app().equals(app))
                .toList();
    }

    Hosting without(AppRef app) {
        return new Hosting(
                assignments.stream()
                        .filter(assignment -> !assignment.app().equals(app))
                        .toList(),
                disciplines);
    }

    Hosting with(Assignment assignment) {
        return new Hosting(
                Stream.concat(assignments.stream(), Stream.of(assignment)).toList(), disciplines);
    }

    boolean serves(AppRef app) {
        return assignments.stream().anyMatch(assignment -> assignment.app().equals(app) && assignment.share() > 0);
    }
}
