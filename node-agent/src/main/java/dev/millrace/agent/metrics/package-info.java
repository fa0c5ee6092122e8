/** Metrics for Prometheus. */
@NullMarked
package dev.millrace.agent.metrics;

import org.jspecify.annotations.NullMarked;
