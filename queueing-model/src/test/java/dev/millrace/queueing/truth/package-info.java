/**
 * True response times for the accuracy suite: a deliberately simple event-list simulator that shares nothing with the
 * engine or the analytic methods, and the generator of the cases.
 */
@NullMarked
package dev.millrace.queueing.truth;

import org.jspecify.annotations.NullMarked;
