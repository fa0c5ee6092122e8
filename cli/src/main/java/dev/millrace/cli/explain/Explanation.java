package dev.millrace.cli.explain;

import dev.millrace.cli.report.Reason;
import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.model.App;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an app is where it is, or why it is nowhere.
 *
 * @param decidedBy what put it there or refused it: {@code spec.assignments}, or an algorithm's name
 * @param outcome what it gets; null where it is refused
 * @param why one sentence
 * @param refused code and sentence of the refusal; null where it is placed
 * @param candidates other devices, the nearest first
 * @param remedies what would make a refused app fit
 */
record Explanation(
        App app,
        String decidedBy,
        @Nullable AppOutcome outcome,
        String why,
        @Nullable Reason refused,
        List<Verdict> candidates,
        List<Remedy> remedies) {
    Explanation {
        candidates = List.copyOf(candidates);
        remedies = List.copyOf(remedies);
    }
}
