package dev.millrace.agent.cluster;

import dev.millrace.agent.plan.PlanInputs;
import dev.millrace.agent.status.StatusWriter;
import dev.millrace.crds.units.HeartbeatPeriod;
import dev.millrace.crds.v1alpha1.InferenceNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The loop between node and cluster: plans in, status out, on one thread; the Lease on another. */
public final class ClusterAgent implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ClusterAgent.class);
    private static final long OBSERVE_SECONDS = 10;
    private static final long RETRY_SECONDS = 2;
    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;
    private final ClusterWatch watch;
    private final LeaseRenewal lease;
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("cluster").daemon().factory());
    private final AtomicBoolean pending = new AtomicBoolean();
    private @Nullable PlanFollower follower;
    private @Nullable StatusWriter status;
    private boolean failing;

    /** @param namespace where the Lease lives */
    public ClusterAgent(KubernetesClient client, String namespace, String node) {
        this.client = client;
        this.watch = new ClusterWatch(client, node, this::wake);
        this.lease = new LeaseRenewal(client, namespace, node, this::heartbeat);
    }

    /** What the cluster says the node is to run, for a {@link PlanFollower}. */
    public Optional<PlanInputs> inputs() {
        return watch.inputs();
    }

    /** Begins, once the node serves. */
    public void start(PlanFollower plans, StatusWriter writer) {
        follower = plans;
        status = writer;
        watch.start();
        lease.start();
        loop.scheduleAtFixedRate(
                () -> {
                    writer.observe();
                    step();
                },
                OBSERVE_SECONDS,
                OBSERVE_SECONDS,
                TimeUnit.SECONDS);
    }

    /** Something may have changed: look soon. Never blocks. */
    public void wake() {
        if (pending.compareAndSet(false, true)) {
            try {
                loop.execute(() -> {
                    pending.set(false);
                    step();
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("stopping");
            }
        }
    }

    private Duration heartbeat() {
        InferenceNode node = watch.node();
        return HeartbeatPeriod.of(node == null ? null : node.getMetadata().getAnnotations());
    }

    private void step() {
        PlanFollower plans = follower;
        StatusWriter writer = status;
        if (plans == null || writer == null) {
            return;
        }
        try {
            plans.refresh();
            InferenceNode node = watch.node();
            if (node != null) {
                writer.write(node);
            }
            failing = false;
        } catch (KubernetesClientException e) {
            if (!failing && e.getCode() != NOT_FOUND) {
                LOG.warnf("status cannot be written: %s", e.getMessage());
            }
            failing = true;
            loop.schedule(this::wake, RETRY_SECONDS, TimeUnit.SECONDS);
        } catch (RuntimeException e) {
            LOG.errorf(e, "the plan cannot be followed");
        }
    }

    @Override
    public void close() {
        loop.shutdownNow();
        lease.close();
        watch.close();
        client.close();
    }
}
