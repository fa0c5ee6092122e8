package dev.millrace.placement.solver;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * For the goal InOrder: takes the first refused app and searches an arrangement of it and all hosted before it. Apps
 * after it make way for that time and are offered what is left afterwards.
 */
final class InOrderImprovement implements Improvement {
    private static final double FIRST_SLICE = 0.3;
    private static final double SLICE = 0.06;
    private static final int MOST_ROUNDS = 20;
    private static final double DISPLACE = 0.15;
    private static final double REPACK = 0.5;
    private static final int ATTEMPTS = 200;
    private static final long WORKER_SEED = 7919;

    private final PlanningRun run;
    private final Construction construction;
    private final Set<Integer> tried = new HashSet<>();
    private final Rearranger rearranger = new Rearranger();
    private long searches;

    InOrderImprovement(PlanningRun run, Construction construction) {
        this.run = run;
        this.construction = construction;
    }

    @Override
    public void run() {
        int round = 0;
        boolean first = true;
        while (!run.searchEnd().passed() && round < MOST_ROUNDS) {
            OptionalInt next = firstRefused();
            if (next.isEmpty()) {
                // Every refused app has had a turn since the last that found a place: more turns seldom bring one.
                if (tried.isEmpty() || run.stagnant()) {
                    return;
                }
                tried.clear();
                round++;
                first = true;
                continue;
            }
            if (fit(next.getAsInt(), first ? FIRST_SLICE : SLICE)) {
                tried.removeIf(app -> app > next.getAsInt());
            } else {
                tried.add(next.getAsInt());
                first = false;
            }
        }
    }

    private OptionalInt firstRefused() {
        return run.offeredApps().stream()
                .mapToInt(Integer::intValue)
                .filter(app -> !run.state().isHosted(app) && !tried.contains(app))
                .findFirst();
    }

    private boolean fit(int app, double slice) {
        PlanState state = run.state();
        PlanState trial = state.copy();
        for (int later = app + 1; later < state.problem().apps().size(); later++) {
            trial.remove(later);
        }
        trial.commit();
        List<Integer> active = run.offeredApps().stream()
                .filter(other -> other == app || (other < app && state.isHosted(other)))
                .toList();
        if (!pack(trial, app, active, run.searchEnd().fraction(slice))) {
            return false;
        }
        for (int later = app + 1; later < state.problem().apps().size(); later++) {
            state.hosting(later).ifPresent(trial::tryPlace);
        }
        construction.fill(trial, app + 1, run.searchEnd());
        state.restore(trial.hostings());
        return run.settle(run.confirmEnd());
    }

    /** Finds the app a place among those before it: where one of them makes way, by packing all anew, by search. */
    private boolean pack(PlanState trial, int app, List<Integer> active, Deadline deadline) {
        if (rearranger.displace(trial, app, deadline.fraction(DISPLACE))) {
            return true;
        }
        long seed = run.seed() + searches++;
        Optional<PlanState> packed =
                new Reconstruction(trial, active, deadline.fraction(REPACK)).find(ATTEMPTS, run.workers(), seed);
        if (packed.isPresent()) {
            trial.restore(packed.get().hostings());
            return true;
        }
        List<PlanState> found = IntStream.range(0, run.workers())
                .parallel()
                .mapToObj(worker -> {
                    PlanState plan = trial.copy();
                    long ownSeed = seed + worker * WORKER_SEED;
                    SearchScope scope = new SearchScope(active, active.size(), deadline, run.maxSteps(), ownSeed);
                    run.search().improve(plan, run.merit(), scope);
                    return plan;
                })
                .filter(plan -> plan.hosted() >= active.size())
                .toList();
        if (!found.isEmpty()) {
            trial.restore(found.getFirst().hostings());
        }
        return !found.isEmpty();
    }
}
