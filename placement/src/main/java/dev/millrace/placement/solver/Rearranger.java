package dev.millrace.placement.solver;

import dev.millrace.placement.model.App;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Option;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes room for one app: by sending one tenant elsewhere, or by dropping tenants of lower priority. */
final class Rearranger {
    private static final int MOST_TRIALS = 150;

    private final Inserter inserter = new Inserter();

    /** Places the app where one tenant can leave for another device; nobody loses its place. */
    boolean displace(PlanState state, int app, Deadline deadline) {
        if (state.problem().apps().get(app).minReplicas() > 1) {
            return false;
        }
        int trials = 0;
        for (Option option : byIncrease(state, app)) {
            for (int tenant : state.appsOn(option.site())) {
                if (deadline.passed() || trials++ >= MOST_TRIALS) {
                    return false;
                }
                int mark = state.mark();
                state.remove(tenant);
                if (state.tryPlace(Hosting.whole(option))
                        && inserter.insertExcept(state, tenant, option.site().index())) {
                    return true;
                }
                state.rollback(mark);
            }
        }
        return false;
    }

    /** Places the app where the fewest apps of lower priority have to go; those try to stay elsewhere. */
    boolean evictLower(PlanState state, int app) {
        int priority = state.problem().apps().get(app).priority();
        if (state.problem().apps().getLast().priority() == priority) {
            return false;
        }
        List<Integer> fewest = null;
        Option best = null;
        for (Option option : byIncrease(state, app)) {
            List<Integer> lower = new ArrayList<>(state.appsOn(option.site()).stream()
                    .filter(tenant -> state.problem().apps().get(tenant).priority() < priority)
                    .toList());
            lower.sort(Comparator.reverseOrder());
            int mark = state.mark();
            List<Integer> gone = new ArrayList<>();
            boolean placed = false;
            while (!placed && gone.size() < lower.size() && (fewest == null || gone.size() + 1 < fewest.size())) {
                gone.add(lower.get(gone.size()));
                state.remove(gone.getLast());
                placed = state.tryPlace(Hosting.whole(option));
            }
            state.rollback(mark);
            if (placed) {
                fewest = gone;
                best = option;
            }
        }
        if (fewest == null || best == null) {
            return false;
        }
        fewest.forEach(state::remove);
        boolean placed = state.tryPlace(Hosting.whole(best));
        fewest.stream().sorted().forEach(other -> inserter.insert(state, other));
        return placed;
    }

    private static List<Option> byIncrease(PlanState state, int appIndex) {
        App app = state.problem().apps().get(appIndex);
        if (app.minReplicas() > 1) {
            return List.of();
        }
        return state.problem().options(appIndex).stream()
                .sorted(Comparator.comparingDouble(option -> state.increase(option, 1.0)))
                .toList();
    }
}
