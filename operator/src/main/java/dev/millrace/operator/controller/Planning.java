package dev.millrace.operator.controller;

import dev.millrace.operator.history.PlanHistory;
import dev.millrace.operator.inferencenode.Heartbeats;
import dev.millrace.operator.metrics.NodeMetrics;
import dev.millrace.operator.metrics.PlanMetrics;
import dev.millrace.operator.planning.AppDecision;
import dev.millrace.operator.planning.PlanSearch;
import dev.millrace.operator.planning.PlannerThread;
import dev.millrace.operator.planning.PlanningState;
import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.model.AppRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The planner within the process: fed from the caches, heard by the controllers it wakes. */
@ApplicationScoped
public class Planning implements PlannerThread.Listener {
    private static final Logger LOG = Logger.getLogger(Planning.class);

    private final Wakeups wakeups;
    private final PlanMetrics metrics;
    private final PlanHistory history;
    private final UnwrittenPlaces unwritten;
    private final PlannerThread planner;
    private final Alarm alarm = new Alarm("planner-alarm", this::trigger);

    Planning(
            ClusterCache cache,
            Wakeups wakeups,
            PlanMetrics metrics,
            Heartbeats heartbeats,
            Traffic traffic,
            NodeMetrics nodes,
            PlanHistory history,
            UnwrittenPlaces unwritten,
            @ConfigProperty(name = "millrace.plan.quick") Duration quick) {
        this.wakeups = wakeups;
        this.metrics = metrics;
        this.history = history;
        this.unwritten = unwritten;
        nodes.watch(cache::nodes);
        metrics.countApps(() -> cache.apps().size());
        this.planner = new PlannerThread(
                new PlanSearch(PlacementSolvers::named),
                quick,
                () -> cache.view().withTraffic(traffic.deviating()),
                heartbeats::massSilence,
                this);
        metrics.frozen(heartbeats::massSilence);
    }

    /** What was published last. */
    public PlanningState state() {
        return planner.state();
    }

    void trigger() {
        planner.trigger();
    }

    void start() {
        planner.start();
    }

    void stop() {
        planner.stop();
        alarm.close();
    }

    @Override
    public void published(PlanningState before, PlanningState after, Duration took) {
        metrics.planned(before, after, took);
        alarm.at(planner.nextDue());
        history.published(before, after, took);
        after.nodes().forEach((name, target) -> {
            if (!target.equals(before.nodes().get(name))) {
                wakeups.node(name);
            }
        });
        Set<AppRef> changed = after.changedSince(before);
        unwritten.decided(before, after, changed);
        changed.forEach(wakeups::app);
        if (after.epoch() != before.epoch()) {
            LOG.infof(
                    "plan %d: %d of %d apps placed, in %d ms",
                    after.epoch(),
                    after.decisions().values().stream()
                            .filter(AppDecision::placed)
                            .count(),
                    after.decisions().size(),
                    took.toMillis());
        }
    }

    @Override
    public void failed(RuntimeException cause) {
        metrics.failed();
        LOG.error("a planning pass failed and will be tried again", cause);
    }
}
