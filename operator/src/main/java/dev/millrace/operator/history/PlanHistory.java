package dev.millrace.operator.history;

import dev.millrace.operator.planning.AppDecision;
import dev.millrace.operator.planning.PlanningState;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The last plans that changed something for an app, newest first; kept in memory only. Thread-safe. */
@ApplicationScoped
public class PlanHistory {
    /** Plans that are remembered. */
    static final int MOST = 100;

    private final Deque<PublishedPlan> plans = new ArrayDeque<>();

    /** A plan was published; one that changed nothing for any app is not remembered. */
    public synchronized void published(PlanningState before, PlanningState after, Duration took) {
        List<PlanChange> changes = changes(before, after);
        if (changes.isEmpty()) {
            return;
        }
        long placed =
                after.decisions().values().stream().filter(AppDecision::placed).count();
        plans.addFirst(new PublishedPlan(
                after.epoch(),
                Instant.now(),
                took.toMillis(),
                placed,
                after.decisions().size() - placed,
                changes));
        if (plans.size() > MOST) {
            plans.removeLast();
        }
    }

    /** Newest first. */
    public synchronized List<PublishedPlan> plans() {
        return List.copyOf(plans);
    }

    static List<PlanChange> changes(PlanningState before, PlanningState after) {
        // An app whose decision stands is the same object in both.
        TreeSet<AppRef> apps = new TreeSet<>();
        after.decisions().forEach((app, now) -> {
            if (now != before.decisions().get(app)) {
                apps.add(app);
            }
        });
        before.decisions().keySet().stream()
                .filter(app -> !after.decisions().containsKey(app))
                .forEach(apps::add);
        List<PlanChange> changes = new ArrayList<>();
        for (AppRef app : apps) {
            AppDecision then = before.decisions().get(app);
            AppDecision now = after.decisions().get(app);
            PlanChange.Kind kind = kind(then, now);
            if (kind != null) {
                changes.add(new PlanChange(
                        app.namespace(),
                        app.name(),
                        kind,
                        places(then),
                        places(now),
                        now == null ? "the app was deleted" : now.message()));
            }
        }
        return changes;
    }

    private static PlanChange.@Nullable Kind kind(@Nullable AppDecision then, @Nullable AppDecision now) {
        if (now == null) {
            return PlanChange.Kind.REMOVED;
        }
        boolean had = then != null && then.placed();
        if (now.placed()) {
            return !had ? PlanChange.Kind.PLACED : places(then).equals(places(now)) ? null : PlanChange.Kind.MOVED;
        }
        if (had) {
            return PlanChange.Kind.DISPLACED;
        }
        boolean said = then != null && then.reason() == now.reason();
        return said ? null : PlanChange.Kind.REFUSED;
    }

    private static List<String> places(@Nullable AppDecision decision) {
        return decision == null
                ? List.of()
                : decision.assignments().stream().map(PlanHistory::place).toList();
    }

    private static String place(Assignment a) {
        return a.device().node() + "/" + a.device().device();
    }
}
