package dev.millrace.agent.cluster;

import dev.millrace.crds.units.HeartbeatPeriod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Renews the Lease that says the agent is alive, as often as the operator asks for, on a thread of its own. A Lease says
 * itself how long it holds, so that a changed period makes no agent look lost.
 */
public final class LeaseRenewal implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LeaseRenewal.class);

    private final KubernetesClient client;
    private final String namespace;
    private final String node;
    private final Supplier<Duration> period;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("lease").daemon().factory());
    private boolean failing;

    /** @param period asked before each renewal, and counted from its beginning to that of the next */
    public LeaseRenewal(KubernetesClient client, String namespace, String node, Supplier<Duration> period) {
        this.client = client;
        this.namespace = namespace;
        this.node = node;
        this.period = period;
    }

    public void start() {
        timer.execute(this::renewAgainAndAgain);
    }

    private void renewAgainAndAgain() {
        long begun = System.nanoTime();
        Duration now = period.get();
        renew(now);
        long left = now.toNanos() - (System.nanoTime() - begun);
        try {
            timer.schedule(this::renewAgainAndAgain, Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("stopping");
        }
    }

    private void renew(Duration now) {
        try {
            client.resource(lease(now))
                    .fieldManager("millrace-agent")
                    .forceConflicts()
                    .serverSideApply();
            if (failing) {
                LOG.info("the Lease is renewed again");
                failing = false;
            }
        } catch (KubernetesClientException e) {
            // Said once: with the API server gone for hours this would be most of the log.
            if (!failing) {
                LOG.warnf("the Lease cannot be renewed: %s", e.getMessage());
                failing = true;
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "the Lease cannot be renewed");
        }
    }

    private Lease lease(Duration period) {
        // Lease times have microseconds.
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
        return new LeaseBuilder()
                .withNewMetadata()
                .withName("agent-" + node)
                .withNamespace(namespace)
                .addToLabels("app.kubernetes.io/component", "node-agent")
                .addToLabels("millrace.dev/node", node)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(node)
                .withLeaseDurationSeconds(Math.toIntExact(HeartbeatPeriod.MISSED * period.toSeconds()))
                .withRenewTime(now)
                .endSpec()
                .build();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
