package dev.millrace.operator.agentpod;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs one agent Pod a node, where it was told what such a Pod looks like; elsewhere agents are started by others, and this
 * does nothing. Looks at everything again after each change and once a second: what was missed is found then.
 */
@ApplicationScoped
public class AgentPods {
    private static final Logger LOG = Logger.getLogger(AgentPods.class);
    private static final long EVERY_MS = 1000;

    private final KubernetesClient client;
    private final Optional<String> file;
    private final String namespace;
    private final Duration settle;
    private final AtomicBoolean pending = new AtomicBoolean();
    private volatile BooleanSupplier leading = () -> false;
    private @Nullable ScheduledExecutorService loop;
    private @Nullable SharedIndexInformer<Node> nodes;
    private @Nullable SharedIndexInformer<Pod> pods;
    private @Nullable AgentPodStep step;

    AgentPods(
            KubernetesClient client,
            @ConfigProperty(name = "millrace.agent-pod.file") Optional<String> file,
            @ConfigProperty(name = "millrace.agent-pod.namespace") String namespace,
            @ConfigProperty(name = "millrace.agent-pod.settle") Duration settle) {
        this.client = client;
        this.file = file;
        this.namespace = namespace;
        this.settle = settle;
    }

    /**
     * Lists Nodes and Pods, then keeps one agent on each node that wants one.
     *
     * @param leads asked before each look; while it is false nothing is written
     * @param evacuation moves a node's apps before its agent ends
     */
    public void start(BooleanSupplier leads, Evacuation evacuation) {
        leading = leads;
        if (file.isEmpty()) {
            return;
        }
        AgentPodTemplate template;
        try {
            template = AgentPodTemplate.read(Path.of(file.get()), namespace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        step = new AgentPodStep(
                client,
                namespace,
                template,
                new Settling(settle, System::nanoTime),
                new Replacement(evacuation, System::nanoTime));
        nodes = watch(client.nodes().runnableInformer(0));
        pods = watch(client.pods()
                .inNamespace(namespace)
                .withLabel(AgentPodTemplate.MANAGED_BY, AgentPodTemplate.OPERATOR)
                .runnableInformer(0));
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("agent-pods").daemon().factory());
        loop = started;
        started.scheduleWithFixedDelay(this::look, 0, EVERY_MS, TimeUnit.MILLISECONDS);
        LOG.infof("agents run as Pods in %s", namespace);
    }

    public void stop() {
        if (loop != null) {
            loop.shutdownNow();
        }
        if (nodes != null) {
            nodes.stop();
        }
        if (pods != null) {
            pods.stop();
        }
    }

    private <T extends HasMetadata> SharedIndexInformer<T> watch(SharedIndexInformer<T> informer) {
        informer.addEventHandler(new Changes<>(this::wake));
        informer.exceptionHandler((started, failure) -> true);
        informer.run();
        return informer;
    }

    private void wake() {
        ScheduledExecutorService to = loop;
        if (to != null && pending.compareAndSet(false, true)) {
            try {
                to.execute(this::look);
            } catch (RejectedExecutionException e) {
                LOG.debug("stopping");
            }
        }
    }

    private void look() {
        pending.set(false);
        SharedIndexInformer<Node> allNodes = nodes;
        SharedIndexInformer<Pod> allPods = pods;
        AgentPodStep now = step;
        if (!leading.getAsBoolean()
                || allNodes == null
                || allPods == null
                || now == null
                || !allNodes.hasSynced()
                || !allPods.hasSynced()) {
            return;
        }
        try {
            now.run(allNodes.getStore().list(), allPods.getStore().list());
        } catch (RuntimeException e) {
            LOG.warnf("agents' Pods: %s", e.getMessage());
        }
    }

    private record Changes<T>(Runnable onChange) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T added) {
            onChange.run();
        }

        @Override
        public void onUpdate(T before, T after) {
            onChange.run();
        }

        @Override
        public void onDelete(T deleted, boolean finalStateUnknown) {
            onChange.run();
        }
    }
}
