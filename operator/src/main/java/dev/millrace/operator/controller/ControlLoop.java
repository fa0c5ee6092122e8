package dev.millrace.operator.controller;

import dev.millrace.operator.agentpod.AgentPods;
import dev.millrace.operator.inferencenode.Heartbeats;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/**
 * Starts and stops everything in the one order that is right: nothing before this process leads, no plan before all caches
 * are complete.
 */
@ApplicationScoped
public class ControlLoop {
    private static final Logger LOG = Logger.getLogger(ControlLoop.class);

    private final KubernetesClient client;
    private final Operator operator;
    private final ClusterCache cache;
    private final Planning planning;
    private final AgentPods agentPods;
    private final Leaving leaving;
    private final Adaptation adaptation;
    private final CrdVersions definitions;
    private final Leadership leadership;
    private final Departures departures;
    private final Heartbeats heartbeats;
    private final AgentLeases leases;
    private final EventRecorder events;
    private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
    private volatile boolean standing;
    private boolean stopped;
    private volatile boolean running;
    private volatile boolean lost;

    ControlLoop(
            KubernetesClient client,
            Operator operator,
            ClusterCache cache,
            Planning planning,
            AgentPods agentPods,
            Leaving leaving,
            Adaptation adaptation,
            CrdVersions definitions,
            Leadership leadership,
            Departures departures,
            Heartbeats heartbeats,
            AgentLeases leases,
            EventRecorder events) {
        this.leases = leases;
        this.events = events;
        this.departures = departures;
        this.heartbeats = heartbeats;
        this.client = client;
        this.operator = operator;
        this.cache = cache;
        this.planning = planning;
        this.agentPods = agentPods;
        this.leaving = leaving;
        this.adaptation = adaptation;
        this.definitions = definitions;
        this.leadership = leadership;
    }

    /**
     * Stands for election; as the leader it lists, then watches, then plans. Returns once all caches are complete, or it is
     * known that another replica leads.
     *
     * @return whether this process leads
     * @throws MissingKindsException if the cluster lacks a CRD
     * @throws SecondInstallException if another install's operator runs in the cluster
     * @throws RuntimeException if the API server cannot be used
     */
    public boolean start() {
        MissingKindsException.check(client);
        standing = true;
        leadership.stand(this::lead, this::deposed, leader -> {
            LOG.infof("%s leads; this replica waits", leader);
            begun.complete(false);
        });
        try {
            return begun.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void lead() {
        try {
            leadership.checkAlone();
            definitions.start();
            cache.start(planning::trigger);
            heartbeats.listen();
            leases.start();
            operator.start();
            planning.start();
            agentPods.start(leadership::held, leaving);
            departures.start();
            adaptation.start();
            running = true;
            if (!begun.complete(true)) {
                System.out.println("{\"event\":\"leading\"}");
                System.out.flush();
            }
        } catch (RuntimeException e) {
            if (!begun.completeExceptionally(e)) {
                LOG.error("the operator could not take the lead", e);
                deposed();
            }
        }
    }

    /** There is nothing to save: whoever leads now goes on from what the cluster holds, and so does this process anew. */
    private void deposed() {
        if (standing) {
            LOG.error("the lead is lost: the process ends, to be started again as a replica that waits");
            lost = true;
            agentPods.stop();
            adaptation.stop();
            planning.stop();
            Quarkus.asyncExit(1);
        }
    }

    /** While the connections to the API server are still there: afterwards the lead could not be given back. */
    void onShutdown(@Observes ShutdownEvent event) {
        stop();
    }

    /** Ends planning first, so that nothing half-stopped is written, and gives up the lead last. Only the first call counts. */
    public synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        standing = false;
        if (running) {
            running = false;
            definitions.stop();
            departures.stop();
            agentPods.stop();
            adaptation.stop();
            planning.stop();
            operator.stop();
            leases.stop();
            cache.stop();
            events.stop();
        }
        leadership.resign();
    }

    /** Whether plans are made and applied, or this replica waits for the lead. */
    public boolean healthy() {
        return running || (standing && begun.isDone() && !begun.isCompletedExceptionally() && !lost);
    }

    /** Whether plans are made and applied by this replica. */
    public boolean leading() {
        return running && leadership.held();
    }

    /** Whether the process ends because it lost the lead. */
    public boolean lost() {
        return lost;
    }
}
