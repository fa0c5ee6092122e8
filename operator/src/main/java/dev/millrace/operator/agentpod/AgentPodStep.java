package dev.millrace.operator.agentpod;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Compares the agents' Pods with the nodes, and makes and removes Pods until they fit. */
final class AgentPodStep {
    private static final Logger LOG = Logger.getLogger(AgentPodStep.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;

    private final KubernetesClient client;
    private final String namespace;
    private final AgentPodTemplate template;
    private final Settling settling;
    private final Replacement replacement;
    private final Map<String, Integer> failures = new HashMap<>();
    private final Map<String, Long> notBefore = new HashMap<>();

    AgentPodStep(
            KubernetesClient client,
            String namespace,
            AgentPodTemplate template,
            Settling settling,
            Replacement replacement) {
        this.client = client;
        this.namespace = namespace;
        this.template = template;
        this.settling = settling;
        this.replacement = replacement;
    }

    void run(List<Node> nodes, List<Pod> pods) {
        Map<String, Pod> byNode = pods.stream()
                .collect(Collectors.toMap(
                        pod -> AgentPodTemplate.annotation(pod, AgentPodTemplate.NODE),
                        Function.identity(),
                        (one, other) -> one));
        Set<String> seen = new HashSet<>();
        for (Node node : nodes) {
            String name = node.getMetadata().getName();
            seen.add(name);
            fit(node, byNode.get(name));
        }
        // The Pods of a Node that is gone go by their owner reference.
        byNode.keySet().stream().filter(name -> !seen.contains(name)).forEach(settling::forget);
        replacement.retain(seen);
    }

    private void fit(Node node, @Nullable Pod pod) {
        String name = node.getMetadata().getName();
        if (!NodeDevices.reporting(node) || (pod != null && pod.getMetadata().getDeletionTimestamp() != null)) {
            replacement.found(name, pod, true);
            return;
        }
        NodeDevices devices = settling.settle(name, NodeDevices.of(node));
        boolean wanted = devices.wantAgent() && !NodeDevices.refused(node);
        if (pod == null) {
            if (wanted) {
                create(name, template.on(node, devices), devices);
            }
        } else if (ended(pod)) {
            // Such as one that the kubelet refused, as its devices went away while it was started.
            fail(name);
            remove(name, pod, "it ended: " + pod.getStatus().getReason());
        } else if (!wanted) {
            replace(name, pod, "the node wants no agent any more");
        } else if (!AgentPodTemplate.same(pod, template.on(node, devices))) {
            replace(name, pod, "its Pod is to be made anew, with " + devices.counts());
        } else if ("Running".equals(pod.getStatus().getPhase())) {
            failures.remove(name);
        }
        replacement.found(name, pod, wanted);
    }

    private void replace(String node, Pod pod, String why) {
        if (replacement.mayRemove(node, why)) {
            remove(node, pod, why);
            replacement.removed(node, pod);
        }
    }

    private static boolean ended(Pod pod) {
        return pod.getStatus() != null
                && ("Failed".equals(pod.getStatus().getPhase())
                        || "Succeeded".equals(pod.getStatus().getPhase()));
    }

    private void fail(String node) {
        int count = failures.merge(node, 1, Integer::sum);
        long pauseNanos = FIRST_PAUSE.toNanos() << Math.min(count - 1, MOST_DOUBLINGS);
        notBefore.put(node, System.nanoTime() + pauseNanos);
    }

    private void create(String node, Pod pod, NodeDevices devices) {
        Long earliest = notBefore.get(node);
        if (earliest != null && System.nanoTime() - earliest < 0) {
            return;
        }
        notBefore.remove(node);
        try {
            client.pods().inNamespace(namespace).resource(pod).create();
            LOG.infof(
                    "agent for node %s: Pod %s, devices %s",
                    node, pod.getMetadata().getName(), devices.counts());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                fail(node);
                LOG.warnf("agent for node %s: Pod not made: %s", node, e.getMessage());
            }
        }
    }

    private void remove(String node, Pod pod, String why) {
        LOG.infof("agent for node %s: Pod removed: %s", node, why);
        client.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .delete();
    }
}
