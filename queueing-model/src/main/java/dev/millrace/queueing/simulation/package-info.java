/** Discrete-event simulation of one node: the referee of the analytic methods and their fall-back. Shares no code with them. */
@NullMarked
package dev.millrace.queueing.simulation;

import org.jspecify.annotations.NullMarked;
