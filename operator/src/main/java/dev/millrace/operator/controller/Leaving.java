package dev.millrace.operator.controller;

import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.operator.agentpod.Evacuation;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.operator.condition.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves apps from a node whose agent is about to end, as a taint would. Where no other node is ready they stay: there is
 * nowhere to go.
 */
@ApplicationScoped
class Leaving implements Evacuation {
    private final ClusterCache cache;
    private final Planning planning;
    private final EventRecorder events;

    Leaving(ClusterCache cache, Planning planning, EventRecorder events) {
        this.cache = cache;
        this.planning = planning;
        this.events = events;
    }

    @Override
    public void leave(Optional<String> node, String why) {
        cache.leave(node.filter(this::anotherIsReady));
        planning.trigger();
        node.flatMap(cache::node)
                .ifPresent(left -> events.record(left, EventRecorder.NORMAL, Reason.AgentRestarting, why));
    }

    @Override
    public boolean left(String node) {
        return !anotherIsReady(node)
                || cache.node(node).filter(Leaving::ready).map(Leaving::empty).orElse(true);
    }

    private static boolean empty(InferenceNode node) {
        return (node.getSpec() == null || none(node.getSpec().assignments()))
                && (node.getStatus() == null || none(node.getStatus().apps()));
    }

    private static boolean none(@Nullable List<?> list) {
        return list == null || list.isEmpty();
    }

    private boolean anotherIsReady(String node) {
        return cache.nodes().stream()
                .filter(other -> !other.getMetadata().getName().equals(node))
                .anyMatch(Leaving::ready);
    }

    private static boolean ready(InferenceNode node) {
        return node.getStatus() != null && Conditions.isTrue(node.getStatus().conditions(), ConditionType.READY);
    }
}
