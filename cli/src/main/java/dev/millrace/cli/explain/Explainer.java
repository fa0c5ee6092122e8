package dev.millrace.cli.explain;

import dev.millrace.cli.plan.RememberingPredictor;
import dev.millrace.cli.report.Latencies;
import dev.millrace.cli.report.Reason;
import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Refusal;
import dev.millrace.queueing.Accuracy;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Explains one app of a hosting: where it is, what that gives, and what every other device would have meant. */
final class Explainer {
    private final ClusterSnapshot snapshot;
    private final Hosting hosting;
    private final String decidedBy;
    private final WhatIf whatIf;
    private final RememberingPredictor predictor;

    Explainer(ClusterSnapshot snapshot, Hosting hosting, String decidedBy, RememberingPredictor predictor) {
        this.snapshot = snapshot;
        this.hosting = hosting;
        this.decidedBy = decidedBy;
        this.whatIf = new WhatIf(snapshot, predictor, Accuracy.ACCURATE);
        this.predictor = predictor;
    }

    /**
     * The explanation.
     *
     * @param refusal why the planner refused it; null where it did not
     */
    Explanation explain(App app, @Nullable Refusal refusal) {
        List<Verdict> verdicts = new Alternatives(snapshot, app, hosting, whatIf).verdicts();
        if (refusal != null || !hosting.serves(app.ref())) {
            Reason reason = refusal == null
                    ? new Reason("NotAssigned", "No InferenceNode has an assignment with traffic for it.")
                    : new Reason(refusal.reason().name(), refusal.message());
            List<Remedy> remedies = new Remedies(snapshot, hosting, app, predictor).find(verdicts);
            return new Explanation(app, decidedBy, null, reason.message(), reason, verdicts, remedies);
        }
        AppOutcome outcome = whatIf.evaluate(hosting).app(app.ref()).orElseThrow();
        Set<DeviceRef> own =
                hosting.of(app.ref()).stream().map(Assignment::device).collect(Collectors.toSet());
        List<Verdict> elsewhere = verdicts.stream()
                .filter(verdict -> !own.contains(verdict.device()))
                .toList();
        return new Explanation(app, decidedBy, outcome, why(app, outcome, elsewhere), null, elsewhere, List.of());
    }

    private static String why(App app, AppOutcome outcome, List<Verdict> elsewhere) {
        List<Verdict> fitting = elsewhere.stream().filter(Verdict::fits).toList();
        String objective = app.slo().objective().label();
        if (outcome.response() == null) {
            return "A station on its way is overloaded; " + count(fitting.size()) + " would take it.";
        }
        double value = app.slo().objective().of(outcome.response());
        if (!outcome.sloMet()) {
            return "Its SLO is missed there; " + count(fitting.size()) + " would take it without a violation.";
        }
        if (fitting.isEmpty()) {
            return "No other device would take it without a violation, the other apps staying where they are.";
        }
        Verdict best = fitting.getFirst();
        return value <= best.predicted()
                ? "Of the devices that fit it has the lowest %s here; the next is %s on %s."
                        .formatted(objective, Latencies.format(best.predicted()), best.device())
                : "Its SLO holds here with room for others; %s would give it %s %s."
                        .formatted(best.device(), objective, Latencies.format(best.predicted()));
    }

    private static String count(int devices) {
        return devices == 0 ? "no other device" : devices == 1 ? "one other device" : devices + " other devices";
    }
}
