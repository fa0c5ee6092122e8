package dev.millrace.placement.solver;

import dev.millrace.placement.cell.CellContent;
import dev.millrace.placement.cell.CellEvaluator;
import dev.millrace.placement.cell.Verdict;
import dev.millrace.placement.cell.Violation;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Candidate;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.placement.problem.Option;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What would happen if a refused app were put on one device, everything else as planned. */
final class CandidateJudge {
    private static final double MEBIBYTE = 1 << 20;

    private final PlanState state;
    private final CellEvaluator evaluator;
    private final Deadline deadline;
    private final Policy policy;

    /** A candidate and the relative amount by which its bound is exceeded. */
    record Judged(Candidate candidate, double excess) {}

    CandidateJudge(PlanState state, CellEvaluator evaluator, Deadline deadline) {
        this.state = state;
        this.evaluator = evaluator;
        this.deadline = deadline;
        this.policy = state.problem().policy();
    }

    Judged judge(Option option, double share) {
        long free = state.freeBytes(option.site().pool());
        long needed = option.profile().memoryBytes();
        if (!state.use(option.site()).holds(option.copyId()) && needed > free) {
            String message = text("a copy needs %.0f MiB and %.0f MiB are free.", needed / MEBIBYTE, free / MEBIBYTE);
            return judged(option, RefusalReason.InsufficientMemory, message, null, (double) needed, (double) free);
        }
        if (!state.withinQuota(option, share)) {
            String namespace = option.app().ref().namespace();
            double bound = state.problem().quotaLoad(namespace);
            String message = text("namespace %s may load the cluster by at most %.2f devices.", namespace, bound);
            return judged(option, RefusalReason.QuotaExceeded, message, null, Double.NaN, bound);
        }
        double work = state.use(option.site()).work() + option.work() * share;
        if (work > policy.maxUtilization()) {
            return overloaded(option, RefusalReason.DeviceOverloaded, "its load", work);
        }
        return deadline.passed() ? late(option) : predicted(option, share);
    }

    private static Judged late(Option option) {
        String message = "the time to plan ended before this device was judged.";
        return judged(option, RefusalReason.NotConfirmedInTime, message, null, Double.NaN, Double.NaN);
    }

    private Judged predicted(Option option, double share) {
        CellContent content = state.contentWith(option, share);
        Verdict verdict = evaluator.verdict(content);
        Violation violation = verdict.violation().orElse(null);
        if (violation == null) {
            String message = "it would fit here by itself, and the time to plan ended before that was confirmed.";
            return judged(option, RefusalReason.NotConfirmedInTime, message, null, Double.NaN, Double.NaN);
        }
        return switch (violation.reason()) {
            case DeviceOverloaded ->
                overloaded(
                        option, violation.reason(), "its load", verdict.loads().get(violation.device()));
            case NodeCpuOverloaded -> overloaded(option, violation.reason(), "its node's CPU load", verdict.cpuLoad());
            case NotConfirmedInTime -> late(option);
            default -> slo(option, content, verdict);
        };
    }

    /** The app that would miss its objective by most: the newcomer or a neighbour. */
    private Judged slo(Option option, CellContent content, Verdict verdict) {
        boolean atHand = verdict.violations().stream().noneMatch(violation -> Double.isNaN(violation.valueMs()));
        List<Double> values = atHand ? List.of() : evaluator.objectivesMs(content, verdict.configuration());
        int worst = verdict.violations().getFirst().tenant();
        double value = Double.NaN;
        double most = Double.NEGATIVE_INFINITY;
        for (Violation violation : verdict.violations()) {
            int tenant = violation.tenant();
            double candidate = atHand ? violation.valueMs() : values.get(tenant);
            double ratio =
                    candidate / bound(content.tenants().get(tenant).option().app());
            if (ratio > most) {
                most = ratio;
                worst = tenant;
                value = candidate;
            }
        }
        App harmed = content.tenants().get(worst).option().app();
        double bound = bound(harmed);
        boolean own = harmed.ref().equals(option.app().ref());
        String whose = own ? "its" : "the";
        String label = harmed.slo().objective().label();
        String ofWhom = own ? "" : " of " + harmed.ref();
        String message = value <= bound
                ? text("%s %s%s was not confirmed within %.1f ms.", whose, label, ofWhom, bound)
                : text("%s %s%s would be %.1f ms, the bound is %.1f ms.", whose, label, ofWhom, value, bound);
        RefusalReason reason = own ? RefusalReason.SLOViolated : RefusalReason.NeighbourSLOViolated;
        return judged(option, reason, message, own ? null : harmed.ref(), value, bound);
    }

    private double bound(App app) {
        return app.slo().latencyMs() * (1 - policy.safetyMargin());
    }

    private Judged overloaded(Option option, RefusalReason reason, String what, double load) {
        String message = text("%s would be %.2f, the limit is %.2f.", what, load, policy.maxUtilization());
        return judged(option, reason, message, null, load, policy.maxUtilization());
    }

    private static Judged judged(
            Option option,
            RefusalReason reason,
            String message,
            @Nullable AppRef harmed,
            double predicted,
            double bound) {
        double excess = predicted / bound;
        Candidate candidate =
                new Candidate(option.site().ref(), option.variant().name(), reason, message, harmed, predicted, bound);
        return new Judged(candidate, Double.isNaN(excess) ? Double.MAX_VALUE : excess);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for this one line
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
