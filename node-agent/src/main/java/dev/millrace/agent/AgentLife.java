package dev.millrace.agent;

import dev.millrace.agent.model.ModelStore;
import dev.millrace.agent.plan.DeviceFlag;
import dev.millrace.agent.plan.Inventories;
import dev.millrace.agent.plan.Inventory;
import dev.millrace.agent.plan.ManifestPlan;
import dev.millrace.agent.plan.NodePlan;
import dev.millrace.agent.plan.PlanCompiler;
import dev.millrace.agent.plan.PlanInputs;
import dev.millrace.agent.plan.ReplicaPlan;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.crds.manifest.ManifestException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** An agent from its command line to its end. */
final class AgentLife implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AgentLife.class);
    private static final long SETTLE_STEP_MS = 5;
    private static final long SETTLE_MS = 60_000;

    private final AgentOptions options;
    private final String node;
    private final Agent agent;
    private final NodePlan plan;

    private AgentLife(AgentOptions options, String node, Agent agent, NodePlan plan) {
        this.options = options;
        this.node = node;
        this.agent = agent;
        this.plan = plan;
    }

    static AgentLife of(AgentOptions options, Vertx vertx) throws UsageException, ManifestException, IOException {
        if (options.followsCluster()) {
            throw new UsageException("-f is missing");
        }
        if (options.node == null) {
            throw new UsageException("--node is missing. Maybe the name of an InferenceNode of the manifests");
        }
        Inventory inventory;
        PlanInputs inputs;
        try {
            inputs = ManifestPlan.read(options.manifests, options.recursive, System.in, options.node);
            List<DeviceFlag> emulated = options.emulate.stream()
                    .map(text -> DeviceFlag.parse("--emulate", text))
                    .toList();
            DeviceFlag cpu =
                    options.cpu == null || options.cpu.equals("none") ? null : DeviceFlag.parse("--cpu", options.cpu);
            inventory = Inventories.of(inputs.node().getStatus(), emulated, cpu, options.cores, options.memory);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        Path state = options.stateDir == null ? Files.createTempDirectory("millrace-agent") : options.stateDir;
        if (options.modelRoot != null && !Files.isDirectory(options.modelRoot)) {
            throw new UsageException("--model-root: " + options.modelRoot + " is not a folder");
        }
        Agent agent = new Agent(
                vertx,
                options.node,
                inventory,
                new ModelStore(options.modelRoot, state.resolve("models")),
                new Agent.Settings(
                        options.bindAddress(),
                        options.httpPort,
                        options.grpcPort,
                        options.metricsPort,
                        options.maxQueue,
                        new Limits(options.maxRequestBytes)));
        return new AgentLife(options, options.node, agent, new PlanCompiler(options.node, inventory).compile(inputs));
    }

    /** Serves, and returns the line that says so. */
    String start() throws IOException, InterruptedException {
        plan.apps()
                .forEach(app -> app.replicas().stream()
                        .filter(replica -> replica.copyId() == null)
                        .forEach(replica -> report(app.id().toString(), replica)));
        agent.runtime().apply(plan);
        Endpoints endpoints = agent.listen();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLE_MS);
        while (!agent.runtime().settled() && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(SETTLE_STEP_MS);
        }
        agent.ready(true);
        return endpoints.readyLine(node);
    }

    private static void report(String app, ReplicaPlan replica) {
        LOG.warnf("%s on %s: %s: %s", app, replica.device(), replica.reason(), replica.message());
    }

    @Override
    public void close() {
        agent.close(options.drainMs);
    }
}
