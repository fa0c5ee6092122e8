package dev.millrace.placement.solver;

import dev.millrace.placement.model.App;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Site;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Proposes changes of a feasible plan that leave it feasible: push an app in and find the ones it displaces another
 * place, move one app, exchange two, split one over more devices or fewer, or ruin a few places of a device or a node and
 * recreate them in another order.
 */
public final class Neighbourhood {
    private static final int ATTEMPTS = 20;
    private static final double NOISE = 0.5;
    private static final int MOST_RUINED = 6;
    private static final int MOST_OFFERED = 6;

    /** One attempt in so many looks at every place, also where less was turned away. */
    private static final int PATIENT = 4;

    /** One attempt in so many splits an app anew, where apps may be split. */
    private static final int SPLITTING = 8;

    private final PlanState state;
    private final List<Integer> active;
    private final List<Integer> splittable;
    private final List<Site> sites;
    private final Merit merit;
    private final Random random;
    private final Inserter inserter;
    private final Map<Integer, Optional<Hosting>> before = new HashMap<>();

    /** Proposals for the given plan; it is left as it was after each. */
    public Neighbourhood(PlanState state, List<Integer> active, Merit merit, Random random) {
        this.state = state;
        this.active = active;
        this.sites = state.problem().sites().stream().filter(state::mayUse).toList();
        this.splittable = active.stream()
                .filter(app -> {
                    App splits = state.problem().apps().get(app);
                    return splits.maxReplicas() > splits.minReplicas();
                })
                .toList();
        this.merit = merit;
        this.random = random;
        this.inserter = new Inserter(random, NOISE);
    }

    /** A change, or an empty list where some attempts found none. */
    public List<Reassignment> propose(Deadline deadline) {
        for (int attempt = 0; attempt < ATTEMPTS && !deadline.passed(); attempt++) {
            int mark = state.mark();
            before.clear();
            boolean changed = attempt();
            List<Reassignment> change = changed ? difference() : List.of();
            state.rollback(mark);
            if (!change.isEmpty()) {
                return change;
            }
        }
        return List.of();
    }

    private boolean attempt() {
        state.setHasty(random.nextInt(PATIENT) != 0);
        if (!splittable.isEmpty() && random.nextInt(SPLITTING) == 0) {
            return split(pick(splittable));
        }
        List<Integer> out = active.stream().filter(app -> !state.isHosted(app)).toList();
        int kind = random.nextInt(10);
        if (!out.isEmpty() && kind < 5) {
            return pushIn(pickLight(out));
        }
        List<Integer> in = active.stream().filter(state::isHosted).toList();
        if (in.isEmpty()) {
            return !out.isEmpty() && inserter.insert(state, touch(pick(out)));
        }
        return switch (kind) {
            case 0, 1, 5 -> relocate(pick(in));
            case 2, 3, 6 -> exchange(pick(in), pick(in));
            default -> ruin(pick(in), out);
        };
    }

    /** Places an app on a random device, drops tenants there until it fits, and finds those another place. */
    private boolean pushIn(int app) {
        if (inserter.insert(state, touch(app))) {
            return true;
        }
        List<Option> options = state.options(app);
        if (options.isEmpty() || state.problem().apps().get(app).minReplicas() > 1) {
            return false;
        }
        Option option = options.get(random.nextInt(options.size()));
        List<Integer> there = new ArrayList<>(state.appsOn(option.site()));
        Collections.shuffle(there, random);
        int most = 1 + random.nextInt(3);
        List<Integer> displaced = new ArrayList<>();
        while (displaced.size() < most && displaced.size() < there.size()) {
            int tenant = there.get(displaced.size());
            displaced.add(tenant);
            state.remove(touch(tenant));
            if (state.tryPlace(Hosting.whole(option))) {
                displaced.sort(Comparator.comparingLong(merit::weight).reversed());
                displaced.forEach(other -> inserter.insertExcept(
                        state, other, random.nextBoolean() ? option.site().index() : -1));
                return true;
            }
        }
        return false;
    }

    private boolean relocate(int app) {
        Hosting from = state.hosting(app).orElseThrow();
        state.remove(touch(app));
        return inserter.insertExcept(
                state, app, from.parts().getFirst().option().site().index());
    }

    /** Hosts the app on another number of devices than now. */
    private boolean split(int app) {
        App splits = state.problem().apps().get(app);
        int now = state.hosting(app).map(hosting -> hosting.parts().size()).orElse(0);
        int replicas = splits.minReplicas() + random.nextInt(splits.maxReplicas() - splits.minReplicas() + 1);
        state.remove(touch(app));
        return replicas != now && inserter.insertOn(state, app, replicas);
    }

    private boolean exchange(int a, int b) {
        Site siteA = state.hosting(a).orElseThrow().parts().getFirst().option().site();
        Site siteB = state.hosting(b).orElseThrow().parts().getFirst().option().site();
        if (siteA.index() == siteB.index()) {
            return false;
        }
        state.remove(touch(a));
        state.remove(touch(b));
        return place(a, siteB) && place(b, siteA);
    }

    private boolean place(int app, Site site) {
        return state.problem().apps().get(app).minReplicas() == 1
                && state.options(app).stream()
                        .filter(option -> option.site().index() == site.index())
                        .anyMatch(option -> state.tryPlace(Hosting.whole(option)));
    }

    /** Drops some tenants of one or two devices and places them and a few others again, in random order of worth and size. */
    private boolean ruin(int seed, List<Integer> out) {
        Set<Integer> pool = new HashSet<>();
        Site site =
                state.hosting(seed).orElseThrow().parts().getFirst().option().site();
        int most = 2 + random.nextInt(MOST_RUINED - 1);
        drop(site, most, pool);
        List<Site> beside = sites.stream()
                .filter(other -> other.nodeIndex() == site.nodeIndex() && other.index() != site.index())
                .toList();
        if (!beside.isEmpty() && random.nextBoolean()) {
            beside.forEach(other -> drop(other, most, pool));
        } else if (random.nextBoolean()) {
            drop(sites.get(random.nextInt(sites.size())), most, pool);
        }
        for (int i = 0; i < MOST_OFFERED && !out.isEmpty(); i++) {
            pool.add(pickLight(out));
        }
        boolean smallestFirst = random.nextInt(4) != 0;
        Map<Integer, Double> key = new HashMap<>();
        for (int app : pool) {
            double size = state.problem().footprint(app) * (0.5 + random.nextDouble());
            key.put(app, smallestFirst ? size : -size);
        }
        pool.stream()
                .sorted(Comparator.comparingLong((Integer app) -> -merit.weight(app))
                        .thenComparingDouble(key::get)
                        .thenComparingInt(app -> app))
                .forEach(app -> inserter.insert(state, touch(app)));
        return true;
    }

    private void drop(Site site, int most, Set<Integer> pool) {
        List<Integer> there = new ArrayList<>(state.appsOn(site));
        Collections.shuffle(there, random);
        if (random.nextBoolean()) {
            // Heavy tenants make room for several.
            Map<Integer, Double> key = new HashMap<>();
            there.forEach(app -> key.put(app, -state.problem().footprint(app) * (0.3 + random.nextDouble())));
            there.sort(Comparator.comparingDouble(key::get));
        }
        for (int app : there.subList(0, Math.min(most, there.size()))) {
            state.remove(touch(app));
            pool.add(app);
        }
    }

    private int pick(List<Integer> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** One that wants little, rather: of those left out the heavy ones seldom find a place. */
    private int pickLight(List<Integer> from) {
        List<Integer> byFootprint = new ArrayList<>(from);
        byFootprint.sort(
                Comparator.comparingDouble((Integer app) -> state.problem().footprint(app))
                        .thenComparing(app -> app));
        double u = random.nextDouble();
        return byFootprint.get((int) (u * u * from.size()));
    }

    private int touch(int app) {
        before.putIfAbsent(app, state.hosting(app));
        return app;
    }

    private List<Reassignment> difference() {
        List<Reassignment> change = new ArrayList<>();
        before.forEach((app, was) -> {
            Optional<Hosting> now = state.hosting(app);
            if (!now.equals(was)) {
                change.add(new Reassignment(app, now));
            }
        });
        change.sort(Comparator.comparingInt(Reassignment::appIndex));
        return change;
    }
}
