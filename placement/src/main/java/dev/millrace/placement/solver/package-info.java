/** The planner: construction, local search behind a port, confirmation by the accurate predictor, explanation. */
@NullMarked
package dev.millrace.placement.solver;

import org.jspecify.annotations.NullMarked;
