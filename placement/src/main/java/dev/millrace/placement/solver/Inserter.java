package dev.millrace.placement.solver;

import dev.millrace.placement.model.App;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Option;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Finds a place for one app in a plan as it stands: the device it takes least of, among those that stay feasible. */
public final class Inserter {
    private static final int PARALLEL = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);

    private final @Nullable Random random;
    private final double noise;
    private final int atATime;

    /** Without random choices: the same plan and app give the same place. */
    public Inserter() {
        this(null, 0, PARALLEL);
    }

    /** Perturbs the order of the devices by up to the relative {@code noise}; judges one device at a time. */
    public Inserter(Random random, double noise) {
        this(random, noise, 1);
    }

    private Inserter(@Nullable Random random, double noise, int atATime) {
        this.atATime = atATime;
        this.random = random;
        this.noise = noise;
    }

    /** Places the app, on as few devices as will do; false and nothing changed if no place is feasible. */
    public boolean insert(PlanState state, int appIndex) {
        return insertExcept(state, appIndex, -1);
    }

    /** As {@link #insert}, but never on the device of index {@code excluded}. */
    public boolean insertExcept(PlanState state, int appIndex, int excluded) {
        App app = state.problem().apps().get(appIndex);
        for (int replicas = app.minReplicas(); replicas <= app.maxReplicas(); replicas++) {
            if (insert(state, appIndex, replicas, excluded)) {
                return true;
            }
        }
        return false;
    }

    private boolean insert(PlanState state, int appIndex, int replicas, int excluded) {
        List<Option> ordered = ordered(state, appIndex, 1.0 / replicas, excluded);
        if (replicas == 1) {
            return firstFeasible(state, ordered);
        }
        double share = 1.0 / replicas;
        List<Hosting.Part> parts = new ArrayList<>();
        for (Option option : ordered) {
            if (parts.stream()
                    .anyMatch(part ->
                            part.option().site().index() == option.site().index())) {
                continue;
            }
            int mark = state.mark();
            parts.add(new Hosting.Part(option, share));
            state.remove(appIndex);
            // The parts found so far stand while the next is tried: on a shared CPU they count against each other.
            if (state.tryPlace(new Hosting(appIndex, parts))) {
                if (parts.size() == replicas) {
                    return true;
                }
            } else {
                parts.removeLast();
                state.rollback(mark);
            }
        }
        state.remove(appIndex);
        return false;
    }

    /** Judges some places at a time, and takes the first that is feasible. */
    private boolean firstFeasible(PlanState state, List<Option> ordered) {
        for (int from = 0; from < ordered.size(); from += atATime) {
            List<Option> chunk = ordered.subList(from, Math.min(from + atATime, ordered.size()));
            if (chunk.size() > 1) {
                state.judgeAhead(chunk);
            }
            for (Option option : chunk) {
                if (state.tryPlace(Hosting.whole(option))) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<Option> ordered(PlanState state, int appIndex, double share, int excluded) {
        record Ranked(Option option, double cost) {}
        List<Ranked> ranked = new ArrayList<>();
        for (Option option : state.problem().options(appIndex)) {
            if (option.site().index() != excluded && state.admits(option, share)) {
                double cost = state.footprint(option, share);
                if (random != null) {
                    cost *= 1 + noise * random.nextDouble();
                }
                ranked.add(new Ranked(option, cost));
            }
        }
        ranked.sort(Comparator.comparingDouble(Ranked::cost));
        return ranked.stream().map(Ranked::option).toList();
    }
}
