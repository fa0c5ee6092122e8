package dev.millrace.operator.controller;

import dev.millrace.operator.inferencenode.Heartbeats;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears the agents' heartbeats, and has the InferenceNode of an agent made that has none.
 *
 * <p>No controller of the SDK: its reconciles wait in one queue with those of the apps, and a heartbeat counts when it is
 * heard. While thousands of apps wait to be written, agents that renew in time would be called lost.
 */
@ApplicationScoped
public class AgentLeases {
    /** Label of a Lease that names the agent's node. */
    private static final String NODE_LABEL = "millrace.dev/node";

    private static final Map<String, String> OF_AGENTS = Map.of("app.kubernetes.io/component", "node-agent");

    private static final Logger LOG = Logger.getLogger(AgentLeases.class);

    private final KubernetesClient client;
    private final String namespace;
    private final Heartbeats heartbeats;
    private final ClusterCache cache;
    private final Wakeups wakeups;
    private final InferenceNodes inferenceNodes;
    private final Set<String> beingMade = ConcurrentHashMap.newKeySet();
    private final ExecutorService maker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("inference-nodes").factory());
    private volatile @Nullable SharedIndexInformer<Lease> informer;

    AgentLeases(
            KubernetesClient client,
            @ConfigProperty(name = "millrace.namespace") String namespace,
            Heartbeats heartbeats,
            ClusterCache cache,
            Wakeups wakeups,
            InferenceNodes inferenceNodes) {
        this.client = client;
        this.namespace = namespace;
        this.heartbeats = heartbeats;
        this.cache = cache;
        this.wakeups = wakeups;
        this.inferenceNodes = inferenceNodes;
    }

    /** Begins to listen; returns once the Leases are listed. */
    void start() {
        SharedIndexInformer<Lease> leases =
                client.leases().inNamespace(namespace).withLabels(OF_AGENTS).runnableInformer(0);
        leases.addEventHandler(new Renewals());
        leases.exceptionHandler((started, failure) -> started || ListFailure.mayPass(failure));
        informer = leases;
        leases.run();
    }

    void stop() {
        SharedIndexInformer<Lease> running = informer;
        if (running != null) {
            running.stop();
        }
        maker.shutdownNow();
    }

    private static Optional<String> node(Lease lease) {
        return Optional.ofNullable(lease.getMetadata().getLabels()).map(labels -> labels.get(NODE_LABEL));
    }

    /** On the watch's own thread, so nothing here waits for the API server. */
    private final class Renewals implements ResourceEventHandler<Lease> {
        @Override
        public void onAdd(Lease lease) {
            node(lease).ifPresent(node -> heard(node, lease));
        }

        @Override
        public void onUpdate(Lease before, Lease after) {
            onAdd(after);
        }

        @Override
        public void onDelete(Lease lease, boolean finalStateUnknown) {
            node(lease).ifPresent(node -> {
                heartbeats.gone(node);
                wakeups.node(node);
            });
        }

        private void heard(String node, Lease lease) {
            boolean wasAlive = alive(node);
            if (lease.getSpec() != null && lease.getSpec().getRenewTime() != null) {
                heartbeats.seen(node, lease.getSpec().getRenewTime().toInstant(), Instant.now(), lostAfter(lease));
            }
            if (cache.node(node).isEmpty()) {
                make(node);
            } else if (wasAlive != alive(node)) {
                wakeups.node(node);
            }
        }
    }

    /** The agent says itself how long its Lease holds: three of its heartbeats. */
    private static Duration lostAfter(Lease lease) {
        Integer seconds = lease.getSpec().getLeaseDurationSeconds();
        return seconds == null || seconds <= 0 ? Heartbeats.LOST_AFTER : Duration.ofSeconds(seconds);
    }

    private boolean alive(String node) {
        return heartbeats.remaining(node).filter(Duration::isPositive).isPresent();
    }

    /** What fails is tried again with the next heartbeat. */
    private void make(String node) {
        if (!beingMade.add(node)) {
            return;
        }
        maker.execute(() -> {
            try {
                if (inferenceNodes.ensure(node)) {
                    LOG.infof("InferenceNode %s: created for the Lease of its agent", node);
                } else {
                    wakeups.node(node);
                }
            } catch (KubernetesClientException | DeposedException e) {
                LOG.warnf("InferenceNode %s was not created: %s", node, e.getMessage());
            } finally {
                beingMade.remove(node);
            }
        });
    }
}
