package dev.millrace.operator.inferenceapp;

import static dev.millrace.operator.condition.ConditionState.fails;
import static dev.millrace.operator.condition.ConditionState.holds;
import static dev.millrace.operator.condition.ConditionState.unknown;

import dev.millrace.crds.v1alpha1.AppOnNode;
import dev.millrace.operator.condition.ConditionState;
import dev.millrace.operator.condition.ConditionStatus;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Reason;
import dev.millrace.operator.planning.AppDecision;
import dev.millrace.operator.planning.AppDecision.Outcome;
import dev.millrace.operator.planning.Replica;
import dev.millrace.placement.model.Assignment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The conditions of an InferenceApp. The rules are those of docs/reference/conditions.md. */
final class AppConditions {
    private final AppObservation seen;
    private final AppDecision decision;

    private AppConditions(AppObservation seen) {
        this.seen = seen;
        this.decision = seen.decision();
    }

    /** All seven, in the order of a rollout. */
    static List<ConditionState> of(AppObservation seen) {
        AppConditions conditions = new AppConditions(seen);
        ConditionState accepted = conditions.accepted();
        ConditionState profiled = conditions.profiled();
        ConditionState placed = conditions.placed();
        ConditionState loaded = conditions.loaded();
        ConditionState ready = conditions.ready(List.of(accepted, profiled, placed, loaded));
        return List.of(accepted, profiled, placed, loaded, ready, conditions.sloMet(), conditions.stalled());
    }

    private ConditionState accepted() {
        return decision.outcome() == Outcome.INVALID
                ? fails(ConditionType.ACCEPTED, decision.reason(), decision.message())
                : holds(ConditionType.ACCEPTED, Reason.Accepted, "the spec is valid and its model exists");
    }

    private ConditionState profiled() {
        if (decision.outcome() == Outcome.INVALID) {
            return unknown(ConditionType.PROFILED, Reason.NotAccepted, "the app is not accepted");
        }
        if (profiling()) {
            return fails(ConditionType.PROFILED, Reason.Profiling, String.valueOf(seen.profiling()));
        }
        return decision.reason() == Reason.NoProfile
                ? fails(ConditionType.PROFILED, Reason.NoProfile, decision.message())
                : holds(ConditionType.PROFILED, Reason.ProfileFound, "a variant of the model has a profile");
    }

    private boolean profiling() {
        return decision.reason() == Reason.NoProfile && seen.profiling() != null;
    }

    private ConditionState placed() {
        return switch (decision.outcome()) {
            case PLACED -> holds(ConditionType.PLACED, Reason.Placed, decision.message());
            case REFUSED -> fails(ConditionType.PLACED, decision.reason(), decision.message());
            case INVALID -> fails(ConditionType.PLACED, Reason.NotAccepted, "the app is not accepted");
        };
    }

    /** About the decided places: during a move it is False until the target has loaded, while Ready stays True. */
    private ConditionState loaded() {
        if (!decision.placed()) {
            return fails(ConditionType.LOADED, Reason.NotPlaced, "the app has no place");
        }
        if (decision.failedLoad() != null) {
            return fails(ConditionType.LOADED, Reason.LoadFailed, decision.failedLoad());
        }
        return decision.assignments().stream()
                .flatMap(a -> notLoaded(a).stream())
                .findFirst()
                .orElseGet(() -> holds(ConditionType.LOADED, Reason.Loaded, "loaded on every planned device"));
    }

    private Optional<ConditionState> notLoaded(Assignment planned) {
        String place = planned.device().node() + "/" + planned.device().device();
        if (!seen.reports().nodeReady(planned.device().node())) {
            return Optional.of(unknown(
                    ConditionType.LOADED,
                    Reason.AgentLost,
                    "the agent of " + planned.device().node() + " is silent"));
        }
        Optional<AppOnNode> report = seen.reports().report(Replica.of(planned));
        if (report.isEmpty() || report.get().state() == null) {
            return Optional.of(
                    unknown(ConditionType.LOADED, Reason.AgentNotReporting, "no report from the agent about " + place));
        }
        String said = Objects.requireNonNullElse(report.get().message(), "");
        return switch (report.get().state()) {
            case READY -> Optional.empty();
            case FETCHING ->
                Optional.of(fails(ConditionType.LOADED, Reason.Fetching, sentence(place, "fetching", said)));
            case LOADING -> Optional.of(fails(ConditionType.LOADED, Reason.Loading, sentence(place, "loading", said)));
            case DRAINING ->
                Optional.of(fails(ConditionType.LOADED, Reason.Draining, sentence(place, "draining", said)));
            case FAILED -> Optional.of(fails(ConditionType.LOADED, Reason.LoadFailed, sentence(place, "failed", said)));
        };
    }

    private static String sentence(String place, String state, String said) {
        return said.isEmpty() ? place + ": " + state : place + ": " + said;
    }

    private ConditionState ready(List<ConditionState> before) {
        if (seen.serviceConflict()) {
            return fails(ConditionType.READY, Reason.ServiceNameConflict, conflictMessage());
        }
        if (decision.placed() && seen.served()) {
            return holds(ConditionType.READY, Reason.Ready, "requests are served");
        }
        ConditionState cause = before.stream()
                .filter(state -> !state.isTrue())
                .findFirst()
                .orElseGet(() -> fails(ConditionType.LOADED, Reason.Loading, "the traffic is being moved"));
        // NotAccepted and the like say less than what lies beneath, which is always the first condition that does not
        // hold.
        return fails(ConditionType.READY, cause.reason(), cause.message());
    }

    private ConditionState sloMet() {
        if (!decision.placed()) {
            return unknown(ConditionType.SLO_MET, Reason.NotPlaced, "the app has no place");
        }
        ObjectiveCheck check = ObjectiveCheck.of(seen.app().getSpec().slo());
        if (seen.observed() != null) {
            boolean met = check.within(seen.observed());
            return new ConditionState(
                    ConditionType.SLO_MET,
                    ConditionStatus.of(met),
                    met ? Reason.ObservedWithinSLO : Reason.ObservedAboveSLO,
                    "observed " + check.value(seen.observed()) + ", objective " + check.label());
        }
        Reason reason = decision.sloMet() ? Reason.PredictedWithinSLO : Reason.PredictedAboveSLO;
        String predicted = decision.predicted() == null
                ? "overloaded in the prediction"
                : "predicted " + check.value(Latencies.of(decision.predicted()));
        return new ConditionState(
                ConditionType.SLO_MET,
                ConditionStatus.of(decision.sloMet()),
                reason,
                predicted + ", objective " + check.label());
    }

    private ConditionState stalled() {
        if (profiling()) {
            return fails(ConditionType.STALLED, Reason.Profiling, String.valueOf(seen.profiling()));
        }
        if (!decision.placed()) {
            return holds(ConditionType.STALLED, decision.reason(), decision.message());
        }
        return seen.serviceConflict()
                ? holds(ConditionType.STALLED, Reason.ServiceNameConflict, conflictMessage())
                : fails(ConditionType.STALLED, Reason.Placed, "the app is placed");
    }

    private String conflictMessage() {
        return "a Service named " + seen.app().getMetadata().getName()
                + " exists in the namespace and was not made for this app";
    }
}
