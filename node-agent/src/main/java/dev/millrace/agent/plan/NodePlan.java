package dev.millrace.agent.plan;

import dev.millrace.agent.device.Order;
import java.util.List;
import java.util.Map;

/** All that the node is to run, resolved: nothing in it refers to an object of the API any more. */
public record NodePlan(
        long epoch,
        Map<String, Order> orders,
        List<CopyPlan> copies,
        List<AppPlan> apps,
        List<ProfilingPlan> profiling) {
    public static final NodePlan NOTHING = new NodePlan(0, Map.of(), List.of(), List.of(), List.of());

    public NodePlan {
        orders = Map.copyOf(orders);
        copies = List.copyOf(copies);
        apps = List.copyOf(apps);
        profiling = List.copyOf(profiling);
    }
}
