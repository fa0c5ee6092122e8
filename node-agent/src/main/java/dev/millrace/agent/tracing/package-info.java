/** OpenTelemetry traces of requests; off unless the usual variables name a collector. */
@NullMarked
package dev.millrace.agent.tracing;

import org.jspecify.annotations.NullMarked;
