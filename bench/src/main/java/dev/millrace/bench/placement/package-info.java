/** Placement compared: the planner, the baselines and the upper bound on the same clusters, one referee for all. */
@NullMarked
package dev.millrace.bench.placement;

import org.jspecify.annotations.NullMarked;
