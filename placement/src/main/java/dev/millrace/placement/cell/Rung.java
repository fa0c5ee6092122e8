package dev.millrace.placement.cell;

import dev.millrace.queueing.model.Discipline;

/**
 * One way a device may serve, apart from its sets.
 *
 * @param batchLimit largest batch of every copy (GPU)
 */
record Rung(Discipline discipline, int batchLimit) {}
