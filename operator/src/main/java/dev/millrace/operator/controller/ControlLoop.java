package dev.millrace.operator.controller;

import dev.millrace.operator.agentpod.AgentPods;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;

/** Starts and stops everything in the one order that is right: no plan before all caches are complete. */
@ApplicationScoped
public class ControlLoop {
    private final KubernetesClient client;
    private final Operator operator;
    private final ClusterCache cache;
    private final Planning planning;
    private final AgentPods agentPods;
    private volatile boolean running;

    ControlLoop(
            KubernetesClient client, Operator operator, ClusterCache cache, Planning planning, AgentPods agentPods) {
        this.client = client;
        this.operator = operator;
        this.cache = cache;
        this.planning = planning;
        this.agentPods = agentPods;
    }

    /**
     * Lists, then watches, then plans. Returns once all caches are complete.
     *
     * @throws MissingKindsException if the cluster lacks a CRD
     * @throws RuntimeException if the API server cannot be used
     */
    public void start() {
        MissingKindsException.check(client);
        cache.start(planning::trigger);
        operator.start();
        planning.start();
        agentPods.start();
        running = true;
    }

    /** Ends planning first, so that nothing half-stopped is written. */
    public void stop() {
        running = false;
        agentPods.stop();
        planning.stop();
        operator.stop();
        cache.stop();
    }

    /** Whether plans are made and applied. */
    public boolean running() {
        return running;
    }
}
