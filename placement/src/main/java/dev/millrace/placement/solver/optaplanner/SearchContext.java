package dev.millrace.placement.solver.optaplanner;

import dev.millrace.placement.solver.Merit;
import dev.millrace.placement.solver.PlanState;
import dev.millrace.placement.solver.SearchScope;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.optaplanner.core.api.score.buildin.hardmediumsoftlong.HardMediumSoftLongScore;

/**
 * What the parts of one search share. The mirror is the working solution as a {@link PlanState}: the score calculator
 * keeps it in step, the move factory tries moves on it.
 */
final class SearchContext {
    private final PlanState mirror;
    private final Merit merit;
    private final SearchScope scope;
    private final Random random;
    private long steps;
    private long improvedAt;
    private @Nullable HardMediumSoftLongScore best;
    private Runnable end = () -> {};

    SearchContext(PlanState mirror, Merit merit, SearchScope scope) {
        this.mirror = mirror;
        mirror.setHasty(true);
        this.merit = merit;
        this.scope = scope;
        this.random = new Random(scope.seed());
    }

    PlanState mirror() {
        return mirror;
    }

    Merit merit() {
        return merit;
    }

    SearchScope scope() {
        return scope;
    }

    Random random() {
        return random;
    }

    long steps() {
        return steps;
    }

    void countStep() {
        steps++;
    }

    /** Hears every score, of plans taken up or not. */
    void scored(HardMediumSoftLongScore score) {
        if (score.isFeasible() && (best == null || score.compareTo(best) > 0)) {
            best = score;
            improvedAt = steps;
        }
    }

    /** How the search is ended. The scope that the problem carries decides when, so one factory serves any length. */
    void endWith(Runnable action) {
        end = action;
    }

    void end() {
        end.run();
    }

    boolean over() {
        return steps >= scope.maxSteps()
                || steps - improvedAt >= scope.patience()
                || mirror.hosted() >= scope.target()
                || scope.deadline().passed();
    }
}
