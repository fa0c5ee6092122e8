package dev.millrace.placement.cell;

import dev.millrace.placement.model.Lever;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.placement.model.Slo;
import dev.millrace.placement.problem.Site;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.result.ResponseTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Screens contents of cells with the fast predictor, and remembers its verdicts by content. Thread-safe; a verdict that
 * two threads ask for at once may be computed twice, with equal result.
 */
public final class CellEvaluator {
    private static final int REMEMBERED = 200_000;
    private static final double ROUNDING = 1e-9;
    private static final double HEAVY = 0.75;

    private static final long SCREENING_REQUESTS = 60_000;

    private final ResponseTimePredictor predictor;
    private final Policy policy;
    private final Screen screen;
    private final Set<Lever> without;
    private final Map<CellContent, Verdict> verdicts = new ConcurrentHashMap<>();
    private volatile BooleanSupplier outOfTime = () -> false;

    /** An evaluator for a search: what it lets pass seldom fails before the referee. */
    public CellEvaluator(ResponseTimePredictor predictor, Policy policy) {
        this(predictor, policy, SCREENING_REQUESTS);
    }

    /** As {@link #CellEvaluator(ResponseTimePredictor, Policy)}, but never serves in ways that the levers left out stand for. */
    public CellEvaluator(ResponseTimePredictor predictor, Policy policy, Set<Lever> without) {
        this(predictor, policy, new Screening(predictor, policy, SCREENING_REQUESTS), without);
    }

    /**
     * An evaluator that estimates by arithmetic: for plans that are made before there is time for more.
     *
     * @param hope what passes, as a fraction of its bound: 1 as the estimates say, above for contents that are mended later
     */
    public static CellEvaluator rough(ResponseTimePredictor predictor, Policy policy, Set<Lever> without, double hope) {
        double fraction = hope * (1 - policy.safetyMargin());
        Screen screen = (content, configuration) -> RoughEstimate.missed(content, configuration, fraction);
        return new CellEvaluator(predictor, policy, screen, without);
    }

    /**
     * An evaluator that screens at another length.
     *
     * @param screeningRequests most requests of one test run; the fewer, the more is left to the referee
     */
    public CellEvaluator(ResponseTimePredictor predictor, Policy policy, long screeningRequests) {
        this(predictor, policy, new Screening(predictor, policy, screeningRequests), Set.of());
    }

    private CellEvaluator(ResponseTimePredictor predictor, Policy policy, Screen screen, Set<Lever> without) {
        this.without = without;
        this.predictor = predictor;
        this.policy = policy;
        this.screen = screen;
    }

    /** Whether the content can be served, and how. */
    public Verdict verdict(CellContent content) {
        Verdict known = verdicts.get(content);
        if (known == null && !content.tenants().isEmpty() && outOfTime.getAsBoolean()) {
            return unjudged(content);
        }
        if (known == null) {
            Ladder ladder = new Ladder(content, without);
            known = climb(content, ladder, firstSteps(content, ladder));
            remember(content, known);
        }
        return known;
    }

    /** From the moment that the condition holds, contents never seen before count as infeasible and are not judged. */
    public void stopWhen(BooleanSupplier condition) {
        outOfTime = condition;
    }

    /** Whether contents never seen before are no longer judged. */
    public boolean outOfTime() {
        return outOfTime.getAsBoolean();
    }

    private Verdict unjudged(CellContent content) {
        Ladder ladder = new Ladder(content, without);
        List<Integer> steps = Collections.nCopies(ladder.devices(), 0);
        Violation unknown = new Violation(RefusalReason.NotConfirmedInTime, -1, -1, Double.NaN);
        return new Verdict(
                ladder.at(new int[ladder.devices()]),
                Collections.nCopies(ladder.devices(), 0.0),
                0,
                steps,
                List.of(unknown));
    }

    /**
     * Takes back a verdict that the accurate predictor did not confirm: the next way to serve is tried, and the content
     * is infeasible once there is none.
     *
     * @param devices positions in the cell of the devices with a missed objective
     */
    public Verdict reject(CellContent content, List<Integer> devices) {
        Verdict refuted = verdict(content);
        Ladder ladder = new Ladder(content, without);
        int[] steps = refuted.steps().stream().mapToInt(Integer::intValue).toArray();
        List<Violation> missed = devices.stream()
                .map(device ->
                        new Violation(RefusalReason.SLOViolated, device, firstTenant(content, device), Double.NaN))
                .toList();
        Verdict next = advance(ladder, steps, missed)
                ? climb(content, ladder, steps)
                : new Verdict(refuted.configuration(), refuted.loads(), refuted.cpuLoad(), refuted.steps(), missed);
        remember(content, next);
        return next;
    }

    /**
     * The predicted value of each tenant's objective in ms under a configuration, infinite where a station is overloaded.
     * Not remembered: explanations ask for it, the search does not.
     */
    public List<Double> objectivesMs(CellContent content, Configuration configuration) {
        NodePrediction prediction = predictor.predict(CellModel.of(content, configuration), Accuracy.FAST);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < content.tenants().size(); i++) {
            ResponseTime response = prediction.branches().get(i).response();
            Slo slo = content.tenants().get(i).option().app().slo();
            values.add(
                    response == null
                            ? Double.POSITIVE_INFINITY
                            : slo.objective().of(response));
        }
        return values;
    }

    /** Whether the lever may be used. */
    public boolean uses(Lever lever) {
        return !without.contains(lever);
    }

    /** Number of contents whose verdict is remembered. */
    public int remembered() {
        return verdicts.size();
    }

    /** Takes over another evaluator's verdict, which a referee has confirmed. */
    public void learn(CellContent content, Verdict confirmed) {
        remember(content, confirmed);
    }

    private static int firstTenant(CellContent content, int device) {
        for (int i = 0; i < content.tenants().size(); i++) {
            if (content.tenants().get(i).option().site().local() == device) {
                return i;
            }
        }
        return -1;
    }

    private void remember(CellContent content, Verdict verdict) {
        if (verdicts.size() >= REMEMBERED) {
            verdicts.clear();
        }
        verdicts.put(content, verdict);
    }

    /** Where the plain way would be heavily loaded it is passed over: it seldom holds, and what follows it holds as well. */
    private static int[] firstSteps(CellContent content, Ladder ladder) {
        int[] steps = new int[ladder.devices()];
        CellLoads loads = CellLoads.of(content, ladder.at(steps));
        for (int local = 0; local < steps.length; local++) {
            boolean more = ladder.height(local) > 1;
            steps[local] = more && loads.devices().get(local) > HEAVY ? 1 : 0;
        }
        return steps;
    }

    private Verdict climb(CellContent content, Ladder ladder, int[] steps) {
        while (true) {
            Verdict verdict = check(content, ladder.at(steps), steps);
            if (verdict.feasible() || !advance(ladder, steps, verdict.violations())) {
                return verdict;
            }
        }
    }

    /** Climbs one rung on each violated device; false if one of them has none left. */
    private static boolean advance(Ladder ladder, int[] steps, List<Violation> violations) {
        boolean[] climb = new boolean[steps.length];
        for (Violation violation : violations) {
            if (violation.device() < 0 || steps[violation.device()] + 1 >= ladder.height(violation.device())) {
                return false;
            }
            climb[violation.device()] = true;
        }
        for (int local = 0; local < steps.length; local++) {
            steps[local] += climb[local] ? 1 : 0;
        }
        return true;
    }

    private Verdict check(CellContent content, Configuration configuration, int[] steps) {
        CellLoads loads = CellLoads.of(content, configuration);
        List<Violation> violations = new ArrayList<>();
        double limit = policy.maxUtilization() + ROUNDING;
        for (Site site : content.cell().sites()) {
            if (loads.devices().get(site.local()) > limit) {
                violations.add(new Violation(RefusalReason.DeviceOverloaded, site.local(), -1, Double.NaN));
            }
        }
        if (loads.cpu() > limit) {
            violations.add(new Violation(RefusalReason.NodeCpuOverloaded, -1, -1, Double.NaN));
        }
        if (violations.isEmpty() && !content.tenants().isEmpty()) {
            violations.addAll(screen.missed(content, configuration));
        }
        List<Integer> rungs = Arrays.stream(steps).boxed().toList();
        return new Verdict(configuration, loads.devices(), loads.cpu(), rungs, violations);
    }
}
