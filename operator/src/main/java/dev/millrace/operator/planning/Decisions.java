package dev.millrace.operator.planning;

import dev.millrace.cluster.SnapshotProblem;
import dev.millrace.cluster.SnapshotResult;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.operator.condition.Reason;
import dev.millrace.operator.planning.AppDecision.Outcome;
import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.model.RefusalReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a solution app by app. */
final class Decisions {
    private static final Summaries.Figures NONE = new Summaries.Figures(null, false);

    private final Map<AppRef, SnapshotProblem> problems = new HashMap<>();
    private final Map<AppRef, Refusal> refusals = new HashMap<>();
    private final Map<AppRef, List<Assignment>> assignments = new HashMap<>();
    private final Map<AppRef, AppOutcome> outcomes = new HashMap<>();

    private final Map<AppRef, App> apps;
    private final Summaries summaries;
    private final Predicate<String> rough;

    private Decisions(SnapshotResult built, Solution solution, Summaries summaries, Predicate<String> rough) {
        this.apps = solution.snapshot().appsByRef();
        this.summaries = summaries;
        this.rough = rough;
        for (SnapshotProblem problem : built.problems()) {
            if (problem.kind().equals("InferenceApp") && problem.namespace() != null) {
                problems.put(new AppRef(problem.namespace(), problem.name()), problem);
            }
        }
        solution.plan().refusals().stream()
                .filter(refusal -> solution.full() || refusal.reason() != RefusalReason.NotConfirmedInTime)
                .forEach(refusal -> refusals.put(refusal.app(), refusal));
        solution.plan()
                .assignments()
                .forEach(a -> assignments
                        .computeIfAbsent(a.app(), app -> new ArrayList<>())
                        .add(a));
        solution.evaluation().apps().forEach(outcome -> outcomes.put(outcome.app(), outcome));
    }

    /**
     * The decision about every app; one is left out that the solution says nothing about (it came
     * later), or that a quick search ran out of time for (a longer one follows).
     *
     * @param rough whether a node's figures are the fast predictor's
     */
    static Map<AppRef, AppDecision> of(
            List<InferenceApp> apps,
            SnapshotResult built,
            Solution solution,
            Summaries summaries,
            Predicate<String> rough) {
        Decisions decisions = new Decisions(built, solution, summaries, rough);
        Map<AppRef, AppDecision> result = new HashMap<>();
        for (InferenceApp app : apps) {
            AppDecision decision = decisions.decide(app);
            if (decision != null) {
                result.put(decision.app(), decision);
            }
        }
        return result;
    }

    private @Nullable AppDecision decide(InferenceApp app) {
        AppRef ref =
                new AppRef(app.getMetadata().getNamespace(), app.getMetadata().getName());
        SnapshotProblem problem = problems.get(ref);
        List<Assignment> places = assignments.get(ref);
        Refusal refusal = refusals.get(ref);
        if (problem != null && problem.reason() != SnapshotProblem.Reason.NoProfile) {
            return decision(
                    app, ref, Outcome.INVALID, Reason.valueOf(problem.reason().name()), problem.message());
        }
        if (places != null) {
            return placed(app, ref, places);
        }
        if (problem != null) {
            return decision(app, ref, Outcome.REFUSED, Reason.NoProfile, problem.message());
        }
        return refusal == null
                ? null
                : decision(app, ref, Outcome.REFUSED, Reason.of(refusal.reason()), refusal.message());
    }

    private AppDecision placed(InferenceApp app, AppRef ref, List<Assignment> places) {
        AppOutcome outcome = outcomes.get(ref);
        Summaries.Figures figures = outcome == null ? NONE : summaries.of(outcome, apps.get(ref), places, rough);
        return new AppDecision(
                ref,
                app.getMetadata().getUid(),
                app.getMetadata().getGeneration(),
                Outcome.PLACED,
                Reason.Placed,
                "on " + String.join(", ", places.stream().map(Decisions::place).toList()),
                places,
                figures.summary(),
                figures.sloMet());
    }

    private static String place(Assignment a) {
        return a.device().node() + "/" + a.device().device();
    }

    private static AppDecision decision(InferenceApp app, AppRef ref, Outcome outcome, Reason reason, String message) {
        return new AppDecision(
                ref,
                app.getMetadata().getUid(),
                app.getMetadata().getGeneration(),
                outcome,
                reason,
                message,
                List.of(),
                null,
                false);
    }
}
