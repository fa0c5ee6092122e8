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
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Many scripted agents over one watch: each node has two devices, reports whatever it is assigned Ready, and renews its Lease
 * every ten seconds, as agents of large clusters do.
 */
final class Fleet implements AutoCloseable {
    private static final String LEASES = "millrace-system";
    private static final int PERIOD_SECONDS = 10;
    private static final List<DeviceStatus> DEVICES = List.of(device("tpu-0"), device("tpu-1"));

    private final KubernetesClient client;
    private final List<String> nodes;
    private final Map<String, InferenceNodeStatus> reported = new ConcurrentHashMap<>();
    private final Set<String> queued = ConcurrentHashMap.newKeySet();
    private final ExecutorService reporters = Executors.newFixedThreadPool(4);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /** As each agent has a connection of its own, none waits for the heartbeat of another. */
    private final ExecutorService hearts = Executors.newVirtualThreadPerTaskExecutor();

    private final SharedIndexInformer<InferenceNode> informer;

    Fleet(KubernetesClient client, String prefix, int size) {
        this.client = client;
        this.nodes = IntStream.range(0, size).mapToObj(i -> prefix + "-" + i).toList();
        informer = client.resources(InferenceNode.class).runnableInformer(0);
        informer.addEventHandler(new Specs());
        informer.run();
        for (int i = 0; i < size; i++) {
            String node = nodes.get(i);
            clock.scheduleAtFixedRate(
                    () -> hearts.execute(() -> quietly(() -> heartbeat(node))),
                    i * PERIOD_SECONDS * 1000L / size,
                    PERIOD_SECONDS * 1000L,
                    TimeUnit.MILLISECONDS);
        }
    }

    private static DeviceStatus device(String name) {
        return new DeviceStatus(name, DeviceClass.EDGE_TPU, "coral-usb", "6.9Mi", null, DeviceHealth.HEALTHY, true);
    }

    /** The InferenceNodes as the watch saw them last. */
    List<InferenceNode> seen() {
        return informer.getStore().list().stream()
                .filter(node -> nodes.contains(node.getMetadata().getName()))
                .toList();
    }

    private void heartbeat(String node) {
        Lease lease = new LeaseBuilder()
                .withNewMetadata()
                .withName("agent-" + node)
                .withNamespace(LEASES)
                .withLabels(Map.of("app.kubernetes.io/component", "node-agent", "millrace.dev/node", node))
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(node)
                .withLeaseDurationSeconds(3 * PERIOD_SECONDS)
                .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS))
                .endSpec()
                .build();
        client.resource(lease).patch(apply());
    }

    private final class Specs implements ResourceEventHandler<InferenceNode> {
        @Override
        public void onAdd(InferenceNode node) {
            enqueue(node.getMetadata().getName());
        }

        @Override
        public void onUpdate(InferenceNode before, InferenceNode after) {
            enqueue(after.getMetadata().getName());
        }

        @Override
        public void onDelete(InferenceNode node, boolean finalStateUnknown) {
            reported.remove(node.getMetadata().getName());
        }
    }

    private void enqueue(String name) {
        if (name.compareTo(nodes.getFirst()) >= 0 && queued.add(name) && !reporters.isShutdown()) {
            reporters.execute(() -> {
                queued.remove(name);
                quietly(() -> report(name));
            });
        }
    }

    private void report(String name) {
        InferenceNode node = informer.getStore().getByKey(name);
        if (node == null || !nodes.contains(name)) {
            return;
        }
        List<Assignment> assignments = node.getSpec() == null || node.getSpec().assignments() == null
                ? List.of()
                : node.getSpec().assignments();
        InferenceNodeStatus status = new InferenceNodeStatus(
                node.getSpec() == null ? null : node.getSpec().planEpoch(),
                new AgentInfo("test", "10.30.0.1", 18000, 18001, 18002),
                new CpuInfo(4),
                "1Gi",
                DEVICES,
                assignments.stream()
                        .map(a -> new AppOnNode(
                                a.app().namespace(),
                                a.app().name(),
                                a.device(),
                                AppState.READY,
                                null,
                                null,
                                null,
                                null))
                        .toList(),
                null,
                null,
                null);
        if (!status.equals(reported.get(name))) {
            InferenceNode written = new InferenceNode();
            written.setMetadata(new ObjectMetaBuilder().withName(name).build());
            written.setStatus(status);
            client.resource(written).subresource("status").patch(apply());
            reported.put(name, status);
        }
    }

    private void quietly(Runnable call) {
        try {
            call.run();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404) {
                System.err.println("fleet: " + e.getMessage());
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

    @Override
    public void close() throws InterruptedException {
        clock.shutdownNow();
        clock.awaitTermination(10, TimeUnit.SECONDS);
        hearts.shutdownNow();
        hearts.awaitTermination(10, TimeUnit.SECONDS);
        informer.stop();
        reporters.shutdownNow();
        reporters.awaitTermination(10, TimeUnit.SECONDS);
        Deletions.all(client.leases().inNamespace(LEASES).withLabel("app.kubernetes.io/component", "node-agent"));
        Deletions.all(client.resources(InferenceNode.class));
    }
}
