package dev.millrace.operator.metrics;

import dev.millrace.operator.planning.AppDecision;
import dev.millrace.operator.planning.PlanningState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** How the planner does. */
@ApplicationScoped
public class PlanMetrics {
    private final Timer duration;
    private final Counter moves;
    private final Counter failures;
    private final MeterRegistry registry;
    private volatile PlanningState state = PlanningState.INITIAL;

    PlanMetrics(MeterRegistry registry) {
        this.registry = registry;
        duration = Timer.builder("millrace_plan_duration_seconds")
                .description("Time from snapshot to published plan")
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10))
                .register(registry);
        moves = Counter.builder("millrace_plan_moves_total")
                .description("Running apps that a plan moved to other devices")
                .register(registry);
        failures = Counter.builder("millrace_plan_failures_total")
                .description("Passes of the planner that failed and were tried again")
                .register(registry);
        Gauge.builder("millrace_plan_epoch", this, metrics -> metrics.state.epoch())
                .description("Number of the newest plan a node was told")
                .register(registry);
    }

    /**
     * Publishes how many apps are placed, refused and not decided on yet.
     *
     * @param apps number of apps that exist
     */
    public void countApps(IntSupplier apps) {
        gauge("placed", () -> decided(true));
        gauge("refused", () -> decided(false));
        gauge("pending", () -> Math.max(0, apps.getAsInt() - state.decisions().size()));
    }

    /** Publishes whether planning is frozen because most agents are silent. */
    public void frozen(BooleanSupplier frozen) {
        Gauge.builder("millrace_planning_frozen", frozen, now -> now.getAsBoolean() ? 1 : 0)
                .description("1 while nothing is planned anew because most agents are silent")
                .strongReference(true)
                .register(registry);
    }

    private void gauge(String name, Supplier<Number> count) {
        Gauge.builder("millrace_apps", count)
                .description("InferenceApps by state")
                .tag("state", name)
                .register(registry);
    }

    private long decided(boolean placed) {
        return state.decisions().values().stream()
                .filter(decision -> decision.placed() == placed)
                .count();
    }

    /** A plan was published. */
    public void planned(PlanningState before, PlanningState after, Duration took) {
        state = after;
        duration.record(took);
        moves.increment(moves(before, after));
    }

    /** A pass of the planner failed. */
    public void failed() {
        failures.increment();
    }

    /** Apps that were placed and still are, on other devices. */
    static long moves(PlanningState before, PlanningState after) {
        return after.decisions().values().stream()
                .filter(AppDecision::placed)
                .filter(now -> {
                    AppDecision then = before.decisions().get(now.app());
                    return then != null
                            && then != now
                            && then.placed()
                            && then.uid().equals(now.uid())
                            && !then.message().equals(now.message());
                })
                .count();
    }
}
