package dev.millrace.placement.solver;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Lever;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Option;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds a place for one app in a plan as it stands: the device it takes least of, among those that stay feasible. */
public final class Inserter {
    private static final int PARALLEL = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);

    /** Shares are multiples of a thousandth, and no part is smaller than a twentieth. */
    private static final double SHARE_STEPS = 1000;

    private static final double LEAST_SHARE = 0.05;

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

    /** As {@link #Inserter()}, but judges one device at a time: for one of several threads that insert. */
    static Inserter sequential() {
        return new Inserter(null, 0, 1);
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

    /** Places the app on that many devices; false and nothing changed if that is not feasible. */
    boolean insertOn(PlanState state, int appIndex, int replicas) {
        return insert(state, appIndex, replicas, -1);
    }

    private boolean insert(PlanState state, int appIndex, int replicas, int excluded) {
        double share = 1.0 / replicas;
        PriorityQueue<Ranked> ranked = ranked(state, appIndex, share, excluded);
        if (replicas == 1) {
            return firstFeasible(state, ranked);
        }
        return split(state, appIndex, share, replicas, ranked)
                || (state.uses(Lever.UNEVEN_SHARES) && splitBySpare(state, appIndex, replicas, excluded));
    }

    /** Splits the app over the devices with most room, in proportion to the room: where equal parts do not fit. */
    private boolean splitBySpare(PlanState state, int appIndex, int replicas, int excluded) {
        List<Option> roomiest = new ArrayList<>();
        Set<Integer> sites = new HashSet<>();
        state.options(appIndex).stream()
                .filter(option -> option.site().index() != excluded && state.admits(option, LEAST_SHARE))
                .sorted(Comparator.comparingDouble(option -> -state.spare(option)))
                .filter(option -> sites.add(option.site().index()))
                .limit(replicas)
                .forEach(roomiest::add);
        if (roomiest.size() < replicas || state.outOfTime()) {
            return false;
        }
        double room = roomiest.stream().mapToDouble(state::spare).sum();
        List<Hosting.Part> parts = new ArrayList<>();
        double left = 1;
        for (Option option : roomiest) {
            boolean last = parts.size() == replicas - 1;
            double share = last ? left : Math.round(state.spare(option) / room * SHARE_STEPS) / SHARE_STEPS;
            left = Math.round((left - share) * SHARE_STEPS) / SHARE_STEPS;
            parts.add(new Hosting.Part(option, share));
        }
        return parts.getLast().share() >= LEAST_SHARE && state.tryPlace(new Hosting(appIndex, parts));
    }

    private static boolean split(
            PlanState state, int appIndex, double share, int replicas, PriorityQueue<Ranked> ranked) {
        List<Hosting.Part> parts = new ArrayList<>();
        for (Ranked next = ranked.poll(); next != null && !state.outOfTime(); next = ranked.poll()) {
            Option option = next.option();
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

    /** Judges some places at a time, and takes the first that is feasible; of places that are alike one stands for all. */
    private boolean firstFeasible(PlanState state, PriorityQueue<Ranked> ranked) {
        Set<Long> tried = new HashSet<>();
        List<Option> chunk = new ArrayList<>();
        while (!ranked.isEmpty() && !state.outOfTime()) {
            chunk.clear();
            while (chunk.size() < atATime && !ranked.isEmpty()) {
                Option option = ranked.remove().option();
                if (!state.turnsAway(option) && tried.add(state.likeness(option))) {
                    chunk.add(option);
                }
            }
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

    private record Ranked(Option option, double cost, int order) implements Comparable<Ranked> {
        @Override
        public int compareTo(Ranked other) {
            int byCost = Double.compare(cost, other.cost);
            return byCost != 0 ? byCost : Integer.compare(order, other.order);
        }
    }

    /** The places with room, cheapest first. A heap: most apps take one of the first few. */
    private PriorityQueue<Ranked> ranked(PlanState state, int appIndex, double share, int excluded) {
        List<Ranked> ranked = new ArrayList<>();
        for (Option option : state.options(appIndex)) {
            if (option.site().index() != excluded && state.admits(option, share)) {
                double cost = state.footprint(option, share);
                if (random != null) {
                    cost *= 1 + noise * random.nextDouble();
                }
                ranked.add(new Ranked(option, cost, ranked.size()));
            }
        }
        return new PriorityQueue<>(ranked);
    }
}
