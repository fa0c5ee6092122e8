package dev.millrace.operator.controller;

import dev.millrace.operator.planning.AppDecision;
import dev.millrace.operator.planning.PlanningState;
import dev.millrace.placement.model.AppRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The apps that found a place and have not been told yet. While there are many, what is only useful after that waits: writes
 * share one API server, and a user waits for the answer first.
 */
@ApplicationScoped
public class UnwrittenPlaces {
    /** So few do not hold up anything, not even if they cannot be written at all. */
    private static final int FEW = 100;

    private final Set<AppRef> waiting = ConcurrentHashMap.newKeySet();

    /** Decisions were published. */
    void decided(PlanningState before, PlanningState after, Collection<AppRef> changed) {
        for (AppRef app : changed) {
            AppDecision now = after.decisions().get(app);
            AppDecision then = before.decisions().get(app);
            if (now != null && now.placed() && (then == null || !then.placed())) {
                waiting.add(app);
            }
        }
    }

    /** The status of the app says what was decided, or the app is gone. */
    void written(AppRef app) {
        waiting.remove(app);
    }

    /** Whether many users wait. */
    boolean many() {
        return waiting.size() > FEW;
    }
}
