package dev.millrace.agent.cluster;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Renews the Lease that says the agent is alive, every two seconds, on a thread of its own. */
public final class LeaseRenewal implements AutoCloseable {
    static final long PERIOD_MS = 2_000;
    static final int DURATION_SECONDS = 6;

    private static final Logger LOG = Logger.getLogger(LeaseRenewal.class);

    private final KubernetesClient client;
    private final String namespace;
    private final String node;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("lease").daemon().factory());
    private boolean failing;

    public LeaseRenewal(KubernetesClient client, String namespace, String node) {
        this.client = client;
        this.namespace = namespace;
        this.node = node;
    }

    public void start() {
        timer.scheduleAtFixedRate(this::renew, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    private void renew() {
        try {
            client.resource(lease())
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

    private Lease lease() {
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
                .withLeaseDurationSeconds(DURATION_SECONDS)
                .withRenewTime(now)
                .endSpec()
                .build();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
