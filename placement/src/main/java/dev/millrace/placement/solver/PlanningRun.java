package dev.millrace.placement.solver;

import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.cell.CellEvaluator;
import dev.millrace.placement.cell.CellReferee;
import dev.millrace.placement.cell.Verdict;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Lever;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.problem.Problem;
import dev.millrace.queueing.ResponseTimePredictor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One run of the planner on one snapshot. */
final class PlanningRun {
    /** Kept back for the explanation of refusals, as a fraction of the time and at most. */
    private static final double EXPLAIN_FRACTION = 0.1;

    private static final Duration EXPLAIN_MOST = Duration.ofMillis(800);

    /** Explaining may go on for this long past the end; nothing is decided any more. */
    private static final Duration GRACE = Duration.ofMillis(300);

    /** A search that found nothing better for this part of the time, and at least so long, ends before the time does. */
    private static final double STAGNATION_FRACTION = 0.5;

    private static final Duration LEAST_STAGNATION = Duration.ofSeconds(2);

    /** Part of the time that the first plan of rough estimates may take, its confirmation aside. */
    private static final double SKETCHING = 0.5;

    /** Parts of the time left that constructing may take before what stands is confirmed. */
    private static final double FIRST_CONSTRUCTION = 0.4;

    private static final double NEXT_CONSTRUCTION = 0.6;

    private static final double CONFIRM_FRACTION = 0.05;
    private static final long REQUEST_NANOS = 200;
    private static final long LEAST_CONFIRMING = 100_000;

    /** The same in clusters that are planned in parts: there is as much to confirm as to construct. */
    private static final long LEAST_CONFIRMING_PARTS = 50_000;

    private static final long MOST_CONFIRMING = 1_500_000;
    private static final int WORKERS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);

    private final SolveOptions options;
    private final SolveProgress progress;
    private final LocalSearch search;
    private final long maxSteps;
    private final Deadline end;
    private final Deadline explainEnd;
    private final Deadline searchEnd;
    private final Problem problem;
    private final CellEvaluator evaluator;
    private final Merit merit;
    private final Confirmation confirmation;
    private final Construction construction;
    private final Incumbent incumbent;
    private final PlanState state;
    private final ResponseTimePredictor predictor;
    private final CellReferee referee;
    private final List<Integer> offeredApps = new ArrayList<>();
    private final Duration stagnation;
    private long settleNanos;
    private long improvedNanos = System.nanoTime();

    PlanningRun(
            ClusterSnapshot snapshot,
            SolveOptions options,
            SolveProgress progress,
            ResponseTimePredictor predictor,
            LocalSearch search,
            long maxSteps) {
        this.end = Deadline.in(options.time());
        this.explainEnd = end.laterBy(GRACE);
        long explainNanos =
                Math.min(EXPLAIN_MOST.toNanos(), (long) (options.time().toNanos() * EXPLAIN_FRACTION));
        this.searchEnd = end.earlierBy(Duration.ofNanos(explainNanos));
        Duration patience =
                options.time().multipliedBy((long) (100 * STAGNATION_FRACTION)).dividedBy(100);
        this.stagnation = patience.compareTo(LEAST_STAGNATION) > 0 ? patience : LEAST_STAGNATION;
        this.options = options;
        this.progress = progress;
        this.search = search;
        this.maxSteps = maxSteps;
        this.problem = new Problem(Handicap.of(snapshot, options.without()));
        this.evaluator = new CellEvaluator(predictor, snapshot.policy(), options.without());
        this.merit = new Merit(problem);
        this.predictor = predictor;
        this.referee = referee();
        this.confirmation = new Confirmation(problem, evaluator, options.goal(), merit, referee);
        this.construction = new Construction(problem, options.goal());
        this.incumbent = new Incumbent(options.goal(), merit);
        this.state = new PlanState(problem, evaluator);
        evaluator.stopWhen(searchEnd::passed);
    }

    private Sketch sketch() {
        List<Integer> all = IntStream.range(0, problem.apps().size()).boxed().toList();
        SliceSearch slices = new SliceSearch(search, merit, all, WORKERS);
        return new Sketch(problem, options, construction, predictor, merit, referee, slices, maxSteps);
    }

    /** Confirming all cells at full length may take a twentieth of the time. */
    private CellReferee referee() {
        long nanos = (long) (options.time().toNanos() * CONFIRM_FRACTION * WORKERS);
        long least = Territory.divides(problem) ? LEAST_CONFIRMING_PARTS : LEAST_CONFIRMING;
        long mostRequests =
                Math.clamp(nanos / REQUEST_NANOS / Math.max(1, problem.cells().size()), least, MOST_CONFIRMING);
        return new CellReferee(predictor, problem.policy(), mostRequests);
    }

    Plan run() {
        report("construction");
        if (options.goal() == Goal.MAX_APPS && problem.snapshot().running().isEmpty()) {
            // There is nothing to fall back on yet: what is not confirmed is lost, so that may use all the time.
            sketch().draw(state, evaluator, searchEnd.fraction(SKETCHING), end);
            incumbent.offer(state);
            report("construction");
        }
        boolean complete = construction.build(state, searchEnd.fraction(FIRST_CONSTRUCTION));
        settle(end);
        while (!complete && !searchEnd().passed()) {
            complete = construction.resume(state, searchEnd().fraction(NEXT_CONSTRUCTION));
            settle(searchEnd);
        }
        if (state.uses(Lever.SEARCH) && !searchEnd.passed() && state.hosted() < offered()) {
            Improvement improvement = options.goal() == Goal.IN_ORDER
                    ? new InOrderImprovement(this, construction)
                    : new CountImprovement(this);
            improvement.run();
        }
        return publish();
    }

    /** Confirms the plan as it stands and keeps it if it is the best so far; else goes back to the best. */
    boolean settle(Deadline deadline) {
        report("confirmation");
        long start = System.nanoTime();
        evaluator.stopWhen(deadline::passed);
        if (!confirmation.confirm(state, deadline)) {
            confirmation.dropUnconfirmed(state, incumbent.hostings(state));
        }
        settleNanos = Math.max(System.nanoTime() - start, settleNanos / 2);
        evaluator.stopWhen(searchEnd::passed);
        boolean better = incumbent.offer(state);
        if (better) {
            improvedNanos = System.nanoTime();
        } else {
            incumbent.restore(state);
        }
        state.commit();
        report("search");
        return better;
    }

    /** A last offer to all that have no place, without the guesses of the search. */
    private void offerAll() {
        incumbent.restore(state);
        int before = state.hosted();
        construction.fill(state, 0, searchEnd());
        if (state.hosted() > before) {
            settle(searchEnd);
        }
    }

    private Plan publish() {
        offerAll();
        incumbent.restore(state);
        // Every node was confirmed alone; this is the check of the whole, replicas over several nodes included.
        if (!confirmation.holds(state)) {
            confirmation.confirm(state, end);
            confirmation.dropUnconfirmed(state, incumbent.hostings(state));
        }
        report("explanation");
        evaluator.stopWhen(explainEnd::passed);
        PlanWriter plan = new PlanWriter(state);
        return new Plan(
                MillraceSolver.NAME,
                plan.assignments(),
                plan.disciplines(),
                new Explainer(state, evaluator, explainEnd).refusals());
    }

    private void report(String phase) {
        progress.report(
                Math.max(incumbent.hosted(), incumbent.exists() ? 0 : state.hosted()),
                problem.apps().size(),
                phase);
    }

    private int offered() {
        return offeredApps().size();
    }

    /** The apps that some device could host if it had nothing else to do; no search helps the others. */
    List<Integer> offeredApps() {
        if (offeredApps.isEmpty()) {
            PlanState empty = state.emptied();
            for (int app = 0; app < problem.apps().size(); app++) {
                if (state.isHosted(app) || isPlaceable(empty, app)) {
                    offeredApps.add(app);
                }
            }
        }
        return offeredApps;
    }

    private boolean isPlaceable(PlanState empty, int app) {
        double share = 1.0 / problem.apps().get(app).maxReplicas();
        return problem.distinctOptions(app).stream().anyMatch(option -> {
            if (!empty.admits(option, share)) {
                return false;
            }
            Verdict verdict = evaluator.verdict(empty.contentWith(option, share));
            return verdict.feasible() || verdict.unjudged();
        });
    }

    PlanState state() {
        return state;
    }

    Merit merit() {
        return merit;
    }

    LocalSearch search() {
        return search;
    }

    /** Whether it is long since a better plan was found. */
    boolean stagnant() {
        return System.nanoTime() - improvedNanos > stagnation.toNanos();
    }

    /** Searches that may run at a time. */
    int workers() {
        return WORKERS;
    }

    long maxSteps() {
        return maxSteps;
    }

    long seed() {
        return options.seed();
    }

    /** When searching has to end so that what it found can be confirmed, judged by the last confirmation. */
    Deadline searchEnd() {
        return searchEnd.earlierBy(Duration.ofNanos(settleNanos + settleNanos / 4));
    }

    /** When confirming has to end. */
    Deadline confirmEnd() {
        return searchEnd;
    }
}
