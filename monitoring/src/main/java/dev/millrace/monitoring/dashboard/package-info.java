/** Grafana dashboards, written down once and printed as JSON. */
@NullMarked
package dev.millrace.monitoring.dashboard;

import org.jspecify.annotations.NullMarked;
