package dev.millrace.placement.solver;

import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Option;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Takes several apps out of a feasible plan and puts them back by chance, so that a search starts from somewhere else. */
final class Kick {
    private static final int MOST_MOVED = 12;
    private static final int PLACES_TRIED = 6;

    private Kick() {}

    /** Leaves the plan feasible; it may host fewer apps than before. */
    static void apply(PlanState plan, List<Integer> active, Random random) {
        List<Integer> hosted =
                new ArrayList<>(active.stream().filter(plan::isHosted).toList());
        List<Integer> pool = new ArrayList<>(
                active.stream().filter(app -> !plan.isHosted(app)).toList());
        Collections.shuffle(hosted, random);
        int moved = Math.min(hosted.size(), 2 + random.nextInt(MOST_MOVED - 1));
        for (int app : hosted.subList(0, moved)) {
            plan.remove(app);
            pool.add(app);
        }
        Collections.shuffle(pool, random);
        Inserter inserter = new Inserter(random, 1);
        for (int app : pool) {
            if (!placeAnywhere(plan, app, random)) {
                inserter.insert(plan, app);
            }
        }
        plan.commit();
    }

    private static boolean placeAnywhere(PlanState plan, int app, Random random) {
        if (plan.problem().apps().get(app).minReplicas() > 1) {
            return false;
        }
        List<Option> options = plan.options(app);
        for (int i = 0; i < Math.min(PLACES_TRIED, options.size()); i++) {
            if (plan.tryPlace(Hosting.whole(options.get(random.nextInt(options.size()))))) {
                return true;
            }
        }
        return false;
    }
}
