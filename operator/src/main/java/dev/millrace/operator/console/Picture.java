package dev.millrace.operator.console;

import dev.millrace.cluster.SnapshotResult;
import dev.millrace.operator.planning.ClusterView;
import dev.millrace.operator.planning.PlanningState;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.model.Assignment;
import java.util.List;

/**
 * The cluster and its plan at one moment.
 *
 * @param assignments those of the plan whose app and device are still there
 * @param evaluation what the plan does to apps and devices
 */
record Picture(
        ClusterView view,
        PlanningState state,
        SnapshotResult built,
        List<Assignment> assignments,
        PlanEvaluation evaluation) {}
