/**
 * The smallest unit the predictor is asked about: what runs on one device, or on devices that share a CPU, how it is best
 * served (discipline, batches, co-resident sets), and whether every tenant's objective holds then.
 */
@NullMarked
package dev.millrace.placement.cell;

import org.jspecify.annotations.NullMarked;
