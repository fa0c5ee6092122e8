/** Local search by OptaPlanner. The only package that knows it. */
@NullMarked
package dev.millrace.placement.solver.optaplanner;

import org.jspecify.annotations.NullMarked;
