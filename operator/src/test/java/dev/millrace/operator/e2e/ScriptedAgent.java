package dev.millrace.operator.e2e;

import dev.millrace.crds.v1alpha1.AgentInfo;
import dev.millrace.crds.v1alpha1.AppOnNode;
import dev.millrace.crds.v1alpha1.AppState;
import dev.millrace.crds.v1alpha1.Assignment;
import dev.millrace.crds.v1alpha1.CpuInfo;
import dev.millrace.crds.v1alpha1.DeviceClass;
import dev.millrace.crds.v1alpha1.DeviceHealth;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.InferenceNodeStatus;
import dev.millrace.crds.v1alpha1.LoadedCopy;
import dev.millrace.crds.v1alpha1.ObservedHistogram;
import dev.millrace.crds.v1alpha1.ProfilingResult;
import dev.millrace.crds.v1alpha1.ProfilingState;
import dev.millrace.crds.v1alpha1.ServiceTimeRow;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What a node agent says to the API server, without the serving: it renews its Lease, follows its InferenceNode's spec and
 * reports every assigned app Ready, unless it is told otherwise.
 */
final class ScriptedAgent implements AutoCloseable {
    private static final String LEASES = "millrace-system";

    private final KubernetesClient client;
    private final String node;
    private final AgentInfo info;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, AppState> states = new ConcurrentHashMap<>();
    private final Map<String, ObservedHistogram> observed = new ConcurrentHashMap<>();
    private final Map<String, Boolean> failingOnce = new ConcurrentHashMap<>();
    private final Set<String> updating = ConcurrentHashMap.newKeySet();
    private volatile DeviceHealth health = DeviceHealth.HEALTHY;
    private volatile ProfilingState profiling = ProfilingState.MEASURING;
    private volatile List<LoadedCopy> loaded = List.of();
    private volatile boolean emulated = true;
    private volatile boolean silent;
    private volatile InferenceNodeStatus reported;

    private ScriptedAgent(KubernetesClient client, String node, String address) {
        this.client = client;
        this.node = node;
        this.info = new AgentInfo("test", address, 18000, 18001, 18002);
    }

    /** An agent with one EdgeTPU {@code tpu-0} of type {@code coral-usb}; {@code client} has the agent's own identity. */
    static ScriptedAgent start(KubernetesClient client, String node, String address) {
        ScriptedAgent agent = new ScriptedAgent(client, node, address);
        agent.clock.scheduleWithFixedDelay(agent::heartbeat, 0, 2, TimeUnit.SECONDS);
        agent.clock.scheduleWithFixedDelay(agent::report, 100, 100, TimeUnit.MILLISECONDS);
        return agent;
    }

    String node() {
        return node;
    }

    /** From now on the app is in that state on this node; null: whatever is assigned is Ready. */
    void says(String app, AppState state) {
        if (state == null) {
            states.remove(app);
        } else {
            states.put(app, state);
        }
    }

    /** The next load of the app fails; that is forgotten with the assignment. */
    void failsOnce(String app) {
        failingOnce.put(app, false);
        states.put(app, AppState.FAILED);
    }

    private void forgetFailures(List<Assignment> assignments) {
        failingOnce.forEach((app, seen) -> {
            boolean assigned = assignments.stream().anyMatch(a -> a.app().name().equals(app));
            if (assigned) {
                failingOnce.put(app, true);
            } else if (seen) {
                failingOnce.remove(app);
                states.remove(app);
            }
        });
    }

    /** From now on an older copy of the app serves, whatever state the newer one is in. */
    void servesOlderCopy(String app, boolean now) {
        if (now) {
            updating.add(app);
        } else {
            updating.remove(app);
        }
    }

    void observes(String app, ObservedHistogram histogram) {
        observed.put(app, histogram);
    }

    /** How far it is from now on with whatever it is told to measure; Measured comes with figures. */
    void profiles(ProfilingState state) {
        profiling = state;
    }

    /** From now on its device is said to be a real one. */
    void real() {
        emulated = false;
    }

    /** What is loaded, with the figures observed while serving. */
    void loads(LoadedCopy... copies) {
        loaded = List.of(copies);
    }

    void deviceHealth(DeviceHealth now) {
        health = now;
    }

    /** Stops heartbeats and reports, as if the node had lost power; or comes back. */
    void silent(boolean now) {
        silent = now;
    }

    private void heartbeat() {
        if (silent) {
            return;
        }
        Lease lease = new LeaseBuilder()
                .withNewMetadata()
                .withName("agent-" + node)
                .withNamespace(LEASES)
                .withLabels(Map.of("app.kubernetes.io/component", "node-agent", "millrace.dev/node", node))
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(node)
                .withLeaseDurationSeconds(6)
                .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS))
                .endSpec()
                .build();
        quietly(() -> client.resource(lease).patch(apply()));
    }

    private void report() {
        if (silent) {
            return;
        }
        quietly(() -> {
            InferenceNode now =
                    client.resources(InferenceNode.class).withName(node).get();
            if (now == null) {
                return;
            }
            InferenceNodeStatus status = status(now);
            if (!status.equals(reported)) {
                InferenceNode written = new InferenceNode();
                written.setMetadata(new ObjectMetaBuilder().withName(node).build());
                written.setStatus(status);
                client.resource(written).subresource("status").patch(apply());
                reported = status;
            }
        });
    }

    private InferenceNodeStatus status(InferenceNode now) {
        Long epoch = now.getSpec() == null ? null : now.getSpec().planEpoch();
        List<Assignment> assignments = now.getSpec() == null || now.getSpec().assignments() == null
                ? List.of()
                : now.getSpec().assignments();
        forgetFailures(assignments);
        List<AppOnNode> apps = assignments.stream()
                .map(a -> new AppOnNode(
                        a.app().namespace(),
                        a.app().name(),
                        a.device(),
                        states.getOrDefault(a.app().name(), AppState.READY),
                        null,
                        null,
                        observed.get(a.app().name()),
                        updating.contains(a.app().name()) ? true : null))
                .toList();
        return new InferenceNodeStatus(
                epoch,
                info,
                new CpuInfo(4),
                "1Gi",
                List.of(new DeviceStatus("tpu-0", DeviceClass.EDGE_TPU, "coral-usb", "6.9Mi", null, health, emulated)),
                apps,
                loaded.isEmpty() ? null : loaded,
                profiles(now),
                null);
    }

    private List<ProfilingResult> profiles(InferenceNode now) {
        if (now.getSpec() == null || now.getSpec().profiling() == null) {
            return null;
        }
        boolean measured = profiling == ProfilingState.MEASURED;
        return now.getSpec().profiling().stream()
                .map(task -> new ProfilingResult(
                        task.model().namespace(),
                        task.model().name(),
                        task.variant(),
                        task.device(),
                        profiling,
                        profiling.value(),
                        null,
                        "coral-usb",
                        measured ? "ab".repeat(32) : null,
                        measured ? List.of(new ServiceTimeRow(1, "4ms", 0.01)) : null,
                        null,
                        measured ? "50Mi" : null,
                        measured ? "scripted" : null))
                .toList();
    }

    private void quietly(Runnable call) {
        try {
            call.run();
        } catch (KubernetesClientException e) {
            // The API server is going, or the object has just gone: the next tick tries again.
            if (e.getCode() >= 400 && e.getCode() != 404) {
                System.err.println("scripted agent " + node + ": " + e.getMessage());
            }
        }
    }

    private static PatchContext apply() {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("millrace-agent")
                .withForce(true)
                .build();
    }

    /** Stops it, and its client. What it wrote stays. */
    @Override
    public void close() throws InterruptedException {
        clock.shutdownNow();
        clock.awaitTermination(10, TimeUnit.SECONDS);
        client.close();
    }
}
