package dev.millrace.agent;

import dev.millrace.agent.cluster.ClusterAgent;
import dev.millrace.agent.cluster.ClusterConnection;
import dev.millrace.agent.cluster.ClusterSecrets;
import dev.millrace.agent.cluster.PlanFollower;
import dev.millrace.agent.model.ModelStore;
import dev.millrace.agent.model.Secrets;
import dev.millrace.agent.model.StoreSettings;
import dev.millrace.agent.plan.DeviceFlag;
import dev.millrace.agent.plan.GrantedDevices;
import dev.millrace.agent.plan.Inventories;
import dev.millrace.agent.plan.Inventory;
import dev.millrace.agent.plan.ManifestPlan;
import dev.millrace.agent.plan.NodePlan;
import dev.millrace.agent.plan.PlanCompiler;
import dev.millrace.agent.plan.PlanFile;
import dev.millrace.agent.plan.PlanInputs;
import dev.millrace.agent.plan.RealGpus;
import dev.millrace.agent.protocol.ServerFacts;
import dev.millrace.agent.runtime.edgetpu.EdgeTpus;
import dev.millrace.agent.runtime.onnx.OnnxGpus;
import dev.millrace.agent.status.StatusWriter;
import dev.millrace.agent.trace.TraceRecorder;
import dev.millrace.agent.tracing.OpenTelemetryTracing;
import dev.millrace.crds.manifest.ManifestException;
import dev.millrace.crds.v1alpha1.AgentInfo;
import dev.millrace.crds.v1alpha1.DeviceClass;
import dev.millrace.crds.v1alpha1.InferenceNodeStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** An agent from its command line to its end. */
public final class AgentLife implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AgentLife.class);
    private static final long SETTLE_STEP_MS = 5;
    private static final long SETTLE_MS = 60_000;

    private final AgentOptions options;
    private final String node;
    private final Inventory inventory;
    private final StateFolder state;
    private final Agent agent;
    private final @Nullable PlanInputs manifests;
    private final @Nullable KubernetesClient kubernetes;
    private @Nullable ClusterAgent cluster;

    private AgentLife(
            AgentOptions options,
            String node,
            Inventory inventory,
            StateFolder state,
            Agent agent,
            @Nullable PlanInputs manifests,
            @Nullable KubernetesClient kubernetes) {
        this.options = options;
        this.node = node;
        this.inventory = inventory;
        this.state = state;
        this.agent = agent;
        this.manifests = manifests;
        this.kubernetes = kubernetes;
    }

    /**
     * Checks the command line and what it names; nothing runs yet.
     *
     * @throws UsageException with lines for the user
     */
    public static AgentLife of(AgentOptions options) throws UsageException, ManifestException, IOException {
        String node = options.node == null ? System.getenv("NODE_NAME") : options.node;
        if (node == null || node.isEmpty()) {
            throw new UsageException("--node is missing. Maybe the name of an InferenceNode");
        }
        if (options.followsCluster()
                && options.kubeconfig == null
                && options.context == null
                && !ClusterConnection.inPod()) {
            throw new UsageException("nothing to serve. Maybe name manifests with -f, or a cluster with --kubeconfig");
        }
        PlanInputs manifests = null;
        KubernetesClient kubernetes = null;
        Inventory inventory;
        try {
            if (options.followsCluster()) {
                kubernetes = ClusterConnection.open(options.kubeconfig, options.context);
            } else {
                manifests = ManifestPlan.read(options.manifests, options.recursive, System.in, node);
            }
            inventory = inventory(options, manifests);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        Security security = options.security.load(options.bindAddress());
        StoreSettings store = options.store.settings(
                kubernetes == null ? null : URI.create(kubernetes.getMasterUrl().toString()),
                kubernetes == null ? Secrets.NONE : new ClusterSecrets(kubernetes));
        StateFolder state = StateFolder.of(stateDir(options));
        Agent agent = new Agent(
                node,
                inventory,
                new ModelStore(store.in(state.path().resolve("models"))),
                new Agent.Settings(
                        options.bindAddress(),
                        options.httpPort,
                        options.grpcPort,
                        options.metricsPort,
                        options.maxQueue,
                        options.limits(),
                        security,
                        manifests == null,
                        options.trace == null ? TraceRecorder.NONE : TraceRecorder.into(options.trace, node),
                        OpenTelemetryTracing.of(System.getenv(), node)));
        return new AgentLife(options, node, inventory, state, agent, manifests, kubernetes);
    }

    /** Serves, and returns the line that says so. */
    public String start() throws IOException, InterruptedException {
        PlanCompiler compiler = new PlanCompiler(node, inventory);
        if (manifests != null) {
            NodePlan plan = compiler.compile(manifests);
            report(plan);
            agent.local().apply(plan);
            Endpoints endpoints = listen();
            return endpoints.readyLine(node);
        }
        KubernetesClient client = Objects.requireNonNull(kubernetes);
        ClusterAgent follower = new ClusterAgent(client, options.namespace, node);
        cluster = follower;
        PlanFollower plans = new PlanFollower(follower::inputs, compiler, new PlanFile(state.path()), agent.runtime());
        plans.resume();
        Endpoints endpoints = listen();
        AgentInfo info = new AgentInfo(
                ServerFacts.version(),
                advertisedAddress(),
                endpoints.httpPort(),
                endpoints.grpcPort(),
                endpoints.metricsPort());
        agent.runtime().onChange(follower::wake);
        follower.start(plans, new StatusWriter(client, inventory, info, agent.runtime(), agent.metrics()));
        return endpoints.readyLine(node);
    }

    private Endpoints listen() throws IOException, InterruptedException {
        Endpoints endpoints = agent.listen();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLE_MS);
        while (!agent.runtime().settled() && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(SETTLE_STEP_MS);
        }
        agent.ready(true);
        return endpoints;
    }

    private String advertisedAddress() {
        if (options.advertiseAddress != null) {
            return options.advertiseAddress;
        }
        String podIp = System.getenv("POD_IP");
        if (podIp != null && !podIp.isEmpty()) {
            return podIp;
        }
        return options.bindAddress().equals("0.0.0.0") ? "127.0.0.1" : options.bindAddress();
    }

    private static Inventory inventory(AgentOptions options, @Nullable PlanInputs manifests) {
        List<DeviceFlag> emulated = Stream.concat(
                        options.emulate.stream(),
                        options.emulateGranted ? GrantedDevices.ofMillrace(System.getenv()).stream() : Stream.empty())
                .map(text -> DeviceFlag.parse("--emulate", text))
                .toList();
        InferenceNodeStatus declared =
                manifests == null ? null : manifests.node().getStatus();
        DeviceFlag cpu = null;
        if (options.cpu == null) {
            if (manifests == null && emulated.isEmpty() && options.gpus.isEmpty()) {
                cpu = new DeviceFlag("cpu-0", Inventories.cpuType(), null, null);
            }
        } else if (!options.cpu.equals("none")) {
            cpu = DeviceFlag.parse("--cpu", options.cpu);
        }
        return Inventories.of(
                declared,
                emulated,
                cpu,
                options.cores,
                options.memory,
                edgeTpus(options, declared),
                gpus(options, declared));
    }

    /** Looked for where the command line, manifests or, without those, device plugins name real ones. */
    private static RealGpus gpus(AgentOptions options, @Nullable InferenceNodeStatus declared) {
        boolean granted = options.gpus.isEmpty() && declared == null && !options.emulateGranted;
        List<DeviceFlag> named = (granted ? GrantedDevices.gpus(System.getenv(), options.gpuType) : options.gpus)
                .stream()
                        .map(text -> DeviceFlag.parse(granted ? "--gpu-type" : "--gpu", text))
                        .toList();
        boolean wanted = !named.isEmpty() || real(declared, DeviceClass.GPU);
        return wanted ? new RealGpus(OnnxGpus.find(options.onnxRuntimeLibrary), named) : RealGpus.none();
    }

    private static boolean real(@Nullable InferenceNodeStatus declared, DeviceClass deviceClass) {
        return declared != null
                && declared.devices() != null
                && declared.devices().stream()
                        .anyMatch(device ->
                                device.deviceClass() == deviceClass && !Boolean.TRUE.equals(device.emulated()));
    }

    /** Looked for where manifests declare real ones, and where the node finds out by itself what it has. */
    private static EdgeTpus edgeTpus(AgentOptions options, @Nullable InferenceNodeStatus declared) {
        boolean wanted = declared == null ? options.emulate.isEmpty() : real(declared, DeviceClass.EDGE_TPU);
        return wanted || options.edgeTpuLibrary != null ? EdgeTpus.find(options.edgeTpuLibrary) : EdgeTpus.none();
    }

    private static @Nullable Path stateDir(AgentOptions options) {
        if (options.stateDir == null && ClusterConnection.inPod()) {
            return Path.of("/var/lib/millrace");
        }
        return options.stateDir;
    }

    private static void report(NodePlan plan) {
        plan.apps()
                .forEach(app -> app.replicas().stream()
                        .filter(replica -> replica.copyId() == null)
                        .forEach(replica -> LOG.warnf(
                                "%s on %s: %s: %s", app.id(), replica.device(), replica.reason(), replica.message())));
    }

    @Override
    public void close() {
        if (cluster != null) {
            cluster.close();
        }
        agent.close(options.drainMs);
        try {
            state.close();
        } catch (IOException e) {
            LOG.warnf("%s cannot be removed: %s", state.path(), e.getMessage());
        }
    }
}
