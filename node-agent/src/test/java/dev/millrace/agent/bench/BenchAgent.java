package dev.millrace.agent.bench;

import dev.millrace.agent.Agent;
import dev.millrace.agent.Security;
import dev.millrace.agent.model.ModelStore;
import dev.millrace.agent.plan.Inventory;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.trace.TraceRecorder;
import dev.millrace.agent.tracing.RequestTracing;

/** An agent in this process, on ports of its own choosing. */
final class BenchAgent {
    private BenchAgent() {}

    static Agent start(Inventory inventory, ModelStore store) {
        return new Agent(
                "n1",
                inventory,
                store,
                new Agent.Settings(
                        "127.0.0.1",
                        0,
                        0,
                        0,
                        1000,
                        Limits.ofBodies(1 << 20),
                        Security.NONE,
                        false,
                        TraceRecorder.NONE,
                        RequestTracing.OFF));
    }
}
