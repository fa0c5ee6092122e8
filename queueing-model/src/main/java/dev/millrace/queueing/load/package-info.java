/** Loads of stations: what decides stability. Shared by the predictor and the simulator. */
@NullMarked
package dev.millrace.queueing.load;

import org.jspecify.annotations.NullMarked;
