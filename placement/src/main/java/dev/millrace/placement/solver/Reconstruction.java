package dev.millrace.placement.solver;

import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Problem;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Packs a set of apps jointly from an empty plan: the hardest first, those with few devices to go to and a large footprint,
 * in orders that chance varies. What runs in its place is left there in every other attempt, so that moves are few.
 */
final class Reconstruction {
    private static final double NOISE = 0.4;

    private final PlanState like;
    private final List<Integer> apps;
    private final Deadline deadline;

    /**
     * Attempts for some apps.
     *
     * @param like a plan of the same problem; it is not changed
     */
    Reconstruction(PlanState like, List<Integer> apps, Deadline deadline) {
        this.like = like;
        this.apps = List.copyOf(apps);
        this.deadline = deadline;
    }

    /** A plan with all the apps, from the first of some attempts that succeeds. */
    Optional<PlanState> find(int attempts, int atATime, long seed) {
        for (int from = 0; from < attempts && !deadline.passed(); from += atATime) {
            List<Optional<PlanState>> found = IntStream.range(from, from + atATime)
                    .parallel()
                    .mapToObj(attempt -> attempt(attempt, new Random(seed * 1_000_003 + attempt)))
                    .toList();
            Optional<PlanState> first = found.stream().flatMap(Optional::stream).findFirst();
            if (first.isPresent()) {
                return first;
            }
        }
        return Optional.empty();
    }

    private Optional<PlanState> attempt(int number, Random random) {
        PlanState plan = like.emptied();
        plan.setHasty(true);
        Problem problem = plan.problem();
        if (number % 2 == 0) {
            apps.forEach(app -> problem.running(app).ifPresent(plan::tryPlace));
        }
        Map<Integer, Double> ease = new HashMap<>();
        for (int app : apps) {
            double devices =
                    problem.options(app).stream().map(Option::site).distinct().count();
            double hardness = (0.1 + problem.footprint(app)) / devices;
            ease.put(app, -hardness * (1 + NOISE * random.nextGaussian()));
        }
        Inserter inserter = new Inserter(random, NOISE);
        List<Integer> order = apps.stream()
                .sorted(Comparator.<Integer>comparingDouble(ease::get).thenComparing(Comparator.naturalOrder()))
                .toList();
        for (int app : order) {
            if (deadline.passed() || (!plan.isHosted(app) && !inserter.insert(plan, app))) {
                return Optional.empty();
            }
        }
        plan.commit();
        return Optional.of(plan);
    }
}
