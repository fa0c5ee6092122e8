package dev.millrace.operator.metrics;

import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** What the operator knows of each node: whether its agent lives, and how many plans behind it is. Read at the scrape. */
@ApplicationScoped
public class NodeMetrics {
    private volatile Supplier<? extends Collection<InferenceNode>> nodes = List::of;

    NodeMetrics() {}

    @Inject
    void register(PrometheusMeterRegistry registry) {
        register(registry.getPrometheusRegistry());
    }

    void register(CollectorRegistry registry) {
        registry.register(new Collector() {
            @Override
            public List<MetricFamilySamples> collect() {
                return families();
            }
        });
    }

    /** From now on, those nodes are shown. */
    public void watch(Supplier<? extends Collection<InferenceNode>> current) {
        nodes = current;
    }

    private List<Collector.MetricFamilySamples> families() {
        Gauges ready = new Gauges("millrace_node_ready", "1 where the node's agent renews its Lease.", "node");
        Gauges lag = new Gauges(
                "millrace_node_plan_lag", "Plan epochs between what the node was told and what it runs.", "node");
        for (InferenceNode node : nodes.get()) {
            String name = node.getMetadata().getName();
            ready.add(ready(node) ? 1 : 0, name);
            lag.add(lag(node), name);
        }
        return List.of(ready.family(), lag.family());
    }

    private static boolean ready(InferenceNode node) {
        return node.getStatus() != null && Conditions.isTrue(node.getStatus().conditions(), ConditionType.READY);
    }

    private static long lag(InferenceNode node) {
        long told = node.getSpec() == null
                ? 0
                : Objects.requireNonNullElse(node.getSpec().planEpoch(), 0L);
        long runs = node.getStatus() == null
                ? 0
                : Objects.requireNonNullElse(node.getStatus().planEpoch(), 0L);
        return Math.max(0, told - runs);
    }
}
