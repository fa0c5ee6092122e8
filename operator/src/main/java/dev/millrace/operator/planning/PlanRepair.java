package dev.millrace.operator.planning;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.placement.solver.Admission;
import dev.millrace.queueing.ResponseTimePredictor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the running plan up to a newer snapshot app by app, in milliseconds each: what has gone is taken out, what has
 * changed is judged anew where it stands, what lost its device or is new is admitted where it fits. Nobody else moves, so a
 * small change moves nothing. What finds no place here is left to a search. For one thread.
 */
final class PlanRepair {
    /** Longest that one call goes on after its first app; the rest is done by the next. */
    private static final Duration BUDGET = Duration.ofMillis(250);

    /** More than so many apps offered since the index was built, beyond the apps there are, and it is built anew. */
    private static final int MOST_OFFERS = 1000;

    private static final String BRIEFLY = "No room was found at a brief look; a search is under way.";

    /**
     * A plan for the newer snapshot.
     *
     * @param touched names of the nodes whose content changed
     * @param carried apps left where they are though that was not confirmed
     * @param settled whether nobody was left without a place by this change, so that no search is called for
     * @param unfinished whether the time ended before every app was looked at
     */
    record Repaired(Plan plan, Set<String> touched, Set<AppRef> carried, boolean settled, boolean unfinished) {}

    private final ResponseTimePredictor predictor;
    private final Duration budget;
    private @Nullable Admission admission;
    private boolean preprocessing;
    private int offers;
    private @Nullable ClusterSnapshot known;
    /** Apps that the time of the last call did not last for: they were not refused. */
    private Set<AppRef> notReached = Set.of();

    private Places places = new Places(List.of(), Map.of());

    PlanRepair(ResponseTimePredictor predictor) {
        this(predictor, BUDGET);
    }

    PlanRepair(ResponseTimePredictor predictor, Duration budget) {
        this.predictor = predictor;
        this.budget = budget;
    }

    /** Goes on from another plan, made on that snapshot. */
    void restart(ClusterSnapshot snapshot, Plan plan) {
        admission = null;
        known = snapshot;
        notReached = Set.of();
        places = new Places(plan.assignments(), plan.disciplines());
    }

    /**
     * The plan for {@code now}.
     *
     * @param now whose running assignments count at the first call only
     * @param earlier reasons that apps were refused for before; they stand as long as no search gives others
     */
    Repaired repair(ClusterSnapshot now, Map<AppRef, Refusal> earlier) {
        long end = System.nanoTime() + budget.toNanos();
        if (known == null) {
            known = now;
            List<Assignment> standing =
                    now.running().stream().filter(a -> a.share() > 0).toList();
            places = new Places(standing, now.disciplines());
        }
        Map<AppRef, App> apps = now.appsByRef();
        Set<AppRef> had = places.apps();
        boolean freed = !known.nodes().equals(now.nodes()) || !known.policy().equals(now.policy());
        for (AppRef app : had) {
            if (!apps.containsKey(app)) {
                places.remove(app);
                freed |= admission == null || admission.release(app);
            }
        }
        Set<AppRef> suspects = Suspects.between(known, now, places.assignments());
        Admission index = index(now, apps);
        known = now;

        List<App> queue = new ArrayList<>();
        for (App app : now.apps()) {
            if (suspects.contains(app.ref()) && index.release(app.ref())) {
                freed = true;
            }
            if (!index.hosts(app.ref())) {
                queue.add(app);
            }
        }
        return offer(now, index, queue, new Round(had, suspects, earlier, notReached, freed, end));
    }

    /**
     * One round of offers.
     *
     * @param had apps that had a place
     * @param notReached apps that the last round did not come to
     * @param freed whether those refused before may find room now
     */
    private record Round(
            Set<AppRef> had,
            Set<AppRef> suspects,
            Map<AppRef, Refusal> earlier,
            Set<AppRef> notReached,
            boolean freed,
            long end) {
        boolean refusedBefore(AppRef app) {
            return earlier.containsKey(app) && !suspects.contains(app) && !notReached.contains(app);
        }
    }

    private Repaired offer(ClusterSnapshot now, Admission index, List<App> queue, Round round) {
        Map<String, Integer> caps = new HashMap<>();
        for (Policy.Quota quota : now.policy().quotas()) {
            caps.put(quota.namespace(), quota.maxPriority());
        }
        Comparator<App> order = Comparator.comparing((App app) -> round.refusedBefore(app.ref()))
                .thenComparing(Comparator.comparingInt((App app) -> priority(app, caps))
                        .reversed())
                .thenComparing(app -> !round.had().contains(app.ref()))
                .thenComparing(App.ARRIVAL_ORDER);
        queue.sort(order);
        List<Refusal> refusals = new ArrayList<>();
        Set<AppRef> carried = new HashSet<>();
        Set<AppRef> left = new HashSet<>();
        boolean settled = true;
        boolean reached = false;
        int turnedAway = Integer.MIN_VALUE;
        for (App app : queue) {
            // One is looked at in any case, or nothing might ever be.
            boolean late = reached && System.nanoTime() > round.end();
            boolean again = round.refusedBefore(app.ref());
            // One that is less important waits until a search has decided about one that is more so.
            boolean tried = !late && (again ? round.freed() : priority(app, caps) >= turnedAway);
            reached |= tried;
            if (tried && admitted(index, app)) {
                continue;
            }
            if (late && !again) {
                left.add(app.ref());
            }
            settled &= again && !round.freed();
            if (!again && !late) {
                turnedAway = Math.max(turnedAway, priority(app, caps));
            }
            if (keepsWhatStands(now, app)) {
                carried.add(app.ref());
            } else {
                refusals.add(again ? round.earlier().get(app.ref()) : unsettled(app.ref()));
            }
        }
        notReached = left;
        refusals.sort(Comparator.comparing(Refusal::app));
        Plan plan =
                new Plan(now.policy().algorithm(), places.assignments(), places.disciplines(), List.copyOf(refusals));
        return new Repaired(plan, places.takeTouched(), carried, settled, !left.isEmpty());
    }

    private static int priority(App app, Map<String, Integer> caps) {
        return Math.min(app.priority(), caps.getOrDefault(app.ref().namespace(), Integer.MAX_VALUE));
    }

    private boolean admitted(Admission index, App app) {
        List<Assignment> old = places.of(app.ref());
        @Nullable DeviceRef stay = old.isEmpty() ? null : old.getFirst().device();
        offers++;
        Optional<Admission.Admitted> admitted = index.admit(app, stay);
        admitted.ifPresent(change -> {
            places.remove(app.ref());
            places.adopt(change.assignments(), change.disciplines());
        });
        return admitted.isPresent();
    }

    /** An app that found no place in a hurry keeps those it has, as far as they can serve, until a search has decided. */
    private boolean keepsWhatStands(ClusterSnapshot now, App app) {
        List<Assignment> old = places.of(app.ref());
        if (old.isEmpty()) {
            return false;
        }
        List<Assignment> kept = CarryOver.standing(now, app, old);
        if (!kept.equals(old)) {
            places.keepOnly(app.ref(), kept);
        }
        return !kept.isEmpty();
    }

    private static Refusal unsettled(AppRef app) {
        return new Refusal(app, RefusalReason.NotConfirmedInTime, BRIEFLY, List.of());
    }

    private Admission index(ClusterSnapshot now, Map<AppRef, App> apps) {
        Admission present = admission;
        ClusterSnapshot before = known;
        boolean preprocesses = now.apps().stream().anyMatch(app -> app.preprocessMs() > 0);
        if (present != null
                && before != null
                && before.nodes().equals(now.nodes())
                && before.policy().equals(now.policy())
                && (preprocessing || !preprocesses)
                && offers < apps.size() + MOST_OFFERS) {
            return present;
        }
        List<Assignment> running = places.assignments();
        Set<AppRef> needed = new HashSet<>();
        running.forEach(a -> needed.add(a.app()));
        now.apps().stream().filter(app -> app.preprocessMs() > 0).findFirst().ifPresent(app -> needed.add(app.ref()));
        present = new Admission(
                new ClusterSnapshot(
                        now.apps().stream()
                                .filter(app -> needed.contains(app.ref()))
                                .toList(),
                        now.nodes(),
                        now.policy(),
                        running,
                        places.disciplines()),
                predictor);
        admission = present;
        preprocessing = preprocesses;
        offers = 0;
        return present;
    }
}
