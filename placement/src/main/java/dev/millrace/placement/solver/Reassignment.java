package dev.millrace.placement.solver;

import dev.millrace.placement.problem.Hosting;
import java.util.Optional;

/**
 * One app's part in a move.
 *
 * @param to where it goes; empty: it is dropped
 */
public record Reassignment(int appIndex, Optional<Hosting> to) {}
