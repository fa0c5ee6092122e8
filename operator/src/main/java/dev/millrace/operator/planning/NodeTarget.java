package dev.millrace.operator.planning;

import dev.millrace.cluster.NodePlan;

/**
 * What one node is to run now, and the number of that plan.
 *
 * @param epoch rises with each change of this node's plan; over all nodes of a step it is the same
 */
public record NodeTarget(long epoch, NodePlan plan) {}
