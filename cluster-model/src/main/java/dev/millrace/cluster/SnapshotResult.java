package dev.millrace.cluster;

import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.ClusterSnapshot;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot, and what did not fit into it.
 *
 * @param snapshot apps sorted by namespace and name, nodes by name
 * @param problems sorted by kind, namespace and name; at most one an object
 */
public record SnapshotResult(ClusterSnapshot snapshot, List<SnapshotProblem> problems) {
    public SnapshotResult {
        problems = List.copyOf(problems);
    }

    /** The problem of one app, empty where there is none. */
    public Optional<SnapshotProblem> problemOf(AppRef app) {
        return problems.stream()
                .filter(problem -> problem.kind().equals("InferenceApp")
                        && app.namespace().equals(problem.namespace())
                        && app.name().equals(problem.name()))
                .findFirst();
    }
}
