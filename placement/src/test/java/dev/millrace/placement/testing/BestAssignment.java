package dev.millrace.placement.testing;

import dev.millrace.placement.cell.CellContent;
import dev.millrace.placement.cell.CellEvaluator;
import dev.millrace.placement.cell.CellReferee;
import dev.millrace.placement.cell.Configuration;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Problem;
import dev.millrace.placement.problem.Site;
import dev.millrace.placement.solver.PlanState;
import dev.millrace.queueing.QueueingPredictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The most apps that any assignment hosts, by dynamic programming over devices and subsets of apps: every device with every
 * subset is judged by the planner's screening, and what the best assignments are made of by its referee too.
 */
public final class BestAssignment {
    private static final long MOST_REQUESTS = 1_500_000;

    private final Problem problem;
    private final CellEvaluator evaluator;
    private final CellReferee referee;
    private final int subsets;
    private final List<boolean[]> fits = new ArrayList<>();
    private final List<boolean[]> confirmed = new ArrayList<>();

    private BestAssignment(ClusterSnapshot snapshot) {
        this.problem = new Problem(snapshot);
        this.evaluator = new CellEvaluator(new QueueingPredictor(), snapshot.policy());
        this.referee = new CellReferee(new QueueingPredictor(), snapshot.policy(), MOST_REQUESTS);
        this.subsets = 1 << problem.apps().size();
        for (Site site : problem.sites()) {
            boolean[] possible = new boolean[subsets];
            for (int subset = 0; subset < subsets; subset++) {
                possible[subset] = subset == 0 || screened(site, subset);
            }
            fits.add(possible);
            confirmed.add(new boolean[subsets]);
        }
    }

    /** Apps hosted by the best assignment; whole apps only. */
    public static int count(ClusterSnapshot snapshot) {
        BestAssignment search = new BestAssignment(snapshot);
        while (true) {
            int[] best = search.best();
            boolean all = true;
            for (int site = 0; site < best.length; site++) {
                all &= search.confirm(site, best[site]);
            }
            if (all) {
                return Arrays.stream(best).map(Integer::bitCount).sum();
            }
        }
    }

    /** The subset on each device in one of the assignments that host most, by what is known so far. */
    private int[] best() {
        List<int[]> taken = new ArrayList<>();
        boolean[] packed = new boolean[subsets];
        packed[0] = true;
        for (boolean[] here : fits) {
            int[] last = new int[subsets];
            boolean[] next = new boolean[subsets];
            for (int subset = 0; subset < subsets; subset++) {
                for (int there = subset; ; there = (there - 1) & subset) {
                    if (here[there] && packed[subset ^ there]) {
                        next[subset] = true;
                        last[subset] = there;
                        break;
                    }
                    if (there == 0) {
                        break;
                    }
                }
            }
            taken.add(last);
            packed = next;
        }
        int most = 0;
        for (int subset = 0; subset < subsets; subset++) {
            if (packed[subset] && Integer.bitCount(subset) > Integer.bitCount(most)) {
                most = subset;
            }
        }
        int[] best = new int[fits.size()];
        for (int site = best.length - 1; site >= 0; site--) {
            best[site] = taken.get(site)[most];
            most ^= best[site];
        }
        return best;
    }

    private boolean screened(Site site, int subset) {
        PlanState state = place(site, subset);
        return state != null && state.verdict(site.cell()).feasible();
    }

    private @Nullable PlanState place(Site site, int subset) {
        PlanState state = new PlanState(problem, evaluator);
        for (int app = 0; app < problem.apps().size(); app++) {
            if ((subset >> app & 1) != 0) {
                Option option = problem.options(app).stream()
                        .filter(each -> each.site().index() == site.index())
                        .findFirst()
                        .orElse(null);
                if (option == null || !state.admits(option, 1)) {
                    return null;
                }
                state.place(Hosting.whole(option));
            }
        }
        return state;
    }

    /** Whether the referee confirms the subset on the device, served in one way or another. */
    private boolean confirm(int site, int subset) {
        if (subset == 0 || confirmed.get(site)[subset]) {
            return true;
        }
        Site place = problem.sites().get(site);
        CellContent content = Objects.requireNonNull(place(place, subset)).content(place.cell());
        while (evaluator.verdict(content).feasible()) {
            Configuration configuration = evaluator.verdict(content).configuration();
            referee.judge(content, configuration, () -> false);
            Set<Integer> missed = referee.judgement(content, configuration).orElseThrow();
            if (missed.isEmpty()) {
                confirmed.get(site)[subset] = true;
                return true;
            }
            evaluator.reject(content, List.copyOf(missed));
        }
        fits.get(site)[subset] = false;
        return false;
    }
}
