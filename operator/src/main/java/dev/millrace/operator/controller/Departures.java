package dev.millrace.operator.controller;

import dev.millrace.operator.metrics.AppMetrics;
import dev.millrace.operator.planning.PlanningState;
import dev.millrace.placement.model.AppRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Notices apps and nodes that were deleted, by what the caches no longer hold: the controllers are not called for them, as
 * nothing here has a finalizer.
 */
@ApplicationScoped
public class Departures {
    private static final long PERIOD_MS = 300;

    private final ClusterCache cache;
    private final Planning planning;
    private final AppMetrics metrics;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("departures").daemon().factory());

    Departures(ClusterCache cache, Planning planning, AppMetrics metrics) {
        this.cache = cache;
        this.planning = planning;
        this.metrics = metrics;
    }

    void start() {
        clock.scheduleWithFixedDelay(this::look, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    void stop() {
        clock.shutdownNow();
    }

    private void look() {
        PlanningState state = planning.state();
        List<AppRef> gone = state.decisions().keySet().stream()
                .filter(app -> !cache.holds(app))
                .toList();
        gone.forEach(metrics::forget);
        boolean nodeGone = state.nodes().keySet().stream()
                .anyMatch(node -> cache.node(node).isEmpty());
        if (nodeGone || !gone.isEmpty()) {
            planning.trigger();
        }
    }
}
