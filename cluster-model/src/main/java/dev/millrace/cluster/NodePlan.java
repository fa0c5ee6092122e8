package dev.millrace.cluster;

import dev.millrace.crds.v1alpha1.Assignment;
import dev.millrace.crds.v1alpha1.Discipline;
import dev.millrace.crds.v1alpha1.Route;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a plan writes into one InferenceNode's spec. Equal plans give equal values: a writer may compare before it writes.
 *
 * @param assignments sorted by device, then app
 * @param disciplines only the devices that differ from {@code Fcfs}
 * @param routes sorted by app, for apps that are split over nodes or have moved away
 */
public record NodePlan(List<Assignment> assignments, Map<String, Discipline> disciplines, List<Route> routes) {
    public NodePlan {
        assignments = List.copyOf(assignments);
        disciplines = Collections.unmodifiableMap(new TreeMap<>(disciplines));
        routes = List.copyOf(routes);
    }
}
