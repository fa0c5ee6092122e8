/** Single-server queues in order of arrival: lattice method for GI/G/1, periodic superpositions. */
@NullMarked
package dev.millrace.queueing.fcfs;

import org.jspecify.annotations.NullMarked;
