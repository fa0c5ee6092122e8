package dev.millrace.cli.explain;

import dev.millrace.cli.plan.RememberingPredictor;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Node;
import dev.millrace.queueing.Accuracy;
import java.util.Collection;
import java.util.List;

/**
 * One node as a place for an app that may be changed, or with some of the node's apps gone. Only this node is predicted: a
 * replica here has to keep its app's objective by itself.
 */
final class NodeTrial {
    private final ClusterSnapshot cluster;
    private final Node node;
    private final Hosting hosting;
    private final RememberingPredictor predictor;

    NodeTrial(ClusterSnapshot cluster, Node node, Hosting hosting, RememberingPredictor predictor) {
        this.cluster = cluster;
        this.node = node;
        this.predictor = predictor;
        List<Assignment> here = hosting.assignments().stream()
                .filter(assignment -> assignment.device().node().equals(node.name()))
                .toList();
        this.hosting = new Hosting(here, hosting.disciplines());
    }

    Hosting hosting() {
        return hosting;
    }

    /** A verdict for each device and variant, the nearest first. */
    List<Verdict> verdicts(App app, Collection<AppRef> without, Accuracy accuracy) {
        List<App> apps = cluster.apps().stream()
                .map(other -> other.ref().equals(app.ref()) ? app : other)
                .toList();
        ClusterSnapshot alone = new ClusterSnapshot(
                apps, List.of(node), cluster.policy(), hosting.assignments(), hosting.disciplines());
        Hosting left = new Hosting(
                hosting.assignments().stream()
                        .filter(assignment -> !without.contains(assignment.app()))
                        .toList(),
                hosting.disciplines());
        return new Alternatives(alone, app, left, new WhatIf(alone, predictor, accuracy)).verdicts();
    }
}
