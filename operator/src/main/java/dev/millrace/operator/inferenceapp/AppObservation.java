package dev.millrace.operator.inferenceapp;

import dev.millrace.crds.v1alpha1.AgentInfo;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.ObservedLatency;
import dev.millrace.operator.planning.AgentReports;
import dev.millrace.operator.planning.AppDecision;
import dev.millrace.operator.planning.Replica;
import dev.millrace.placement.model.Assignment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about one app at the moment of a reconcile.
 *
 * @param decision what the planner decided about this very object
 * @param inForce what the nodes are told to hold of it now, preloads (share 0) included
 * @param agents where the agents listen, by node
 * @param serviceConflict whether a Service of the app's name exists that is not ours
 * @param observed the figures to publish; null where too little was observed
 * @param profiling what is being measured for the app, one sentence; null where nothing is
 */
public record AppObservation(
        InferenceApp app,
        AppDecision decision,
        List<Assignment> inForce,
        AgentReports reports,
        Map<String, AgentInfo> agents,
        boolean serviceConflict,
        @Nullable ObservedLatency observed,
        @Nullable String profiling) {
    public AppObservation {
        inForce = List.copyOf(inForce);
        agents = Map.copyOf(agents);
    }

    /** The replicas that get traffic now. */
    public List<Assignment> carrying() {
        return inForce.stream().filter(a -> a.share() > 0).toList();
    }

    /** Whether live agents report every replica that gets traffic Ready. */
    public boolean served() {
        List<Assignment> carrying = carrying();
        return !carrying.isEmpty() && carrying.stream().allMatch(a -> reports.serving(Replica.of(a)));
    }

    /** The nodes whose agents get traffic of the app and report it Ready, by name. */
    public Set<String> servingNodes() {
        Set<String> nodes = new TreeSet<>();
        carrying().stream()
                .filter(a -> reports.serving(Replica.of(a)))
                .forEach(a -> nodes.add(a.device().node()));
        return nodes;
    }
}
