package dev.millrace.cli.report;

import dev.millrace.cli.input.Situation;
import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.ReplicaOutcome;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Refusal;
import dev.millrace.queueing.result.ResponseSummary;
import dev.millrace.queueing.result.ResponseTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts an evaluation and what it is about together into a report. */
public final class Reports {
    private final Situation situation;
    private final PlanEvaluation evaluation;
    private final Function<Assignment, @Nullable ResponseSummary> halfWidths;
    private final Map<AppRef, Refusal> refusals = new HashMap<>();

    private Reports(
            Situation situation,
            PlanEvaluation evaluation,
            Function<Assignment, @Nullable ResponseSummary> halfWidths,
            List<Refusal> refusals) {
        this.situation = situation;
        this.evaluation = evaluation;
        this.halfWidths = halfWidths;
        refusals.forEach(refusal -> this.refusals.put(refusal.app(), refusal));
    }

    /** The report on the assignments in force. */
    public static Report ofRunning(
            Situation situation,
            PlanEvaluation evaluation,
            Function<Assignment, @Nullable ResponseSummary> halfWidths) {
        return new Reports(situation, evaluation, halfWidths, List.of()).report(null);
    }

    /** The report on a plan. */
    public static Report ofPlan(Situation situation, Plan plan, PlanEvaluation evaluation) {
        return new Reports(situation, evaluation, assignment -> null, plan.refusals()).report(plan.algorithm());
    }

    private Report report(@Nullable String algorithm) {
        List<AppReport> apps = situation.objects().apps().stream()
                .map(this::app)
                .sorted(Comparator.comparing(AppReport::ref))
                .toList();
        return new Report(algorithm, apps, evaluation.devices());
    }

    private AppReport app(InferenceApp app) {
        AppRef ref = SnapshotBuilder.ref(app);
        Optional<AppOutcome> outcome = evaluation
                .app(ref)
                .filter(found -> found.replicas().stream()
                        .anyMatch(replica -> replica.assignment().share() > 0));
        if (outcome.isEmpty()) {
            return new AppReport(ref, SnapshotBuilder.slo(app), false, false, null, List.of(), reason(ref));
        }
        List<ReplicaReport> replicas =
                outcome.get().replicas().stream().map(this::replica).toList();
        return new AppReport(
                ref,
                SnapshotBuilder.slo(app),
                true,
                outcome.get().sloMet(),
                summary(outcome.get().response()),
                replicas,
                null);
    }

    private ReplicaReport replica(ReplicaOutcome outcome) {
        return new ReplicaReport(
                outcome.assignment(), summary(outcome.response()), halfWidths.apply(outcome.assignment()));
    }

    private Reason reason(AppRef ref) {
        Refusal refusal = refusals.get(ref);
        if (refusal != null) {
            return new Reason(refusal.reason().name(), refusal.message());
        }
        return situation
                .result()
                .problemOf(ref)
                .map(problem -> new Reason(problem.reason().name(), problem.message()))
                .orElseGet(() -> new Reason("NotAssigned", "No InferenceNode has an assignment with traffic for it."));
    }

    private static @Nullable ResponseSummary summary(@Nullable ResponseTime response) {
        return response == null ? null : ResponseSummary.of(response);
    }
}
