package dev.millrace.agent.tracing;

import org.jspecify.annotations.Nullable;

/** A forwarded request whose trace is somebody else's. */
record PassedOn(@Nullable TraceContext onward) implements RequestTracing.Forwarding {
    @Override
    public void ended(boolean answered) {
        // Nobody asked.
    }
}
