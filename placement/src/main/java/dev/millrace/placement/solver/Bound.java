package dev.millrace.placement.solver;

import dev.millrace.placement.model.Objective;

/** What the replica of one app on one device of a node has to keep, the policy's margin deducted. */
record Bound(String stream, String device, Objective objective, double boundMs) {}
