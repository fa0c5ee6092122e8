package dev.millrace.cli.demo.cluster;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.model.RefusalReason;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far the operator and the agents are with the apps.
 *
 * @param ready served
 * @param refused and no longer tried
 * @param pending neither
 */
record AppDecisions(List<InferenceApp> ready, List<InferenceApp> refused, List<InferenceApp> pending) {

    static AppDecisions of(List<InferenceApp> apps) {
        List<InferenceApp> ready = apps.stream().filter(app -> is(app, "Ready")).toList();
        List<InferenceApp> refused = apps.stream()
                .filter(app -> is(app, "Stalled") && !is(app, "Ready") && !isTriedAgain(app))
                .toList();
        return new AppDecisions(
                ready,
                refused,
                apps.stream()
                        .filter(app -> !ready.contains(app) && !refused.contains(app))
                        .toList());
    }

    /** The refusals in the words of the apps' conditions. */
    List<Refusal> refusals() {
        return refused.stream().map(AppDecisions::refusal).toList();
    }

    private static Refusal refusal(InferenceApp app) {
        Condition stalled = condition(app, "Stalled").orElseThrow();
        Condition cause = Stream.of("Accepted", "Profiled", "Placed")
                .flatMap(type -> condition(app, type).stream())
                .filter(condition -> "False".equals(condition.getStatus()))
                .findFirst()
                .orElse(stalled);
        return new Refusal(
                new AppRef(app.getMetadata().getNamespace(), app.getMetadata().getName()),
                reason(cause.getReason()),
                cause.getMessage() == null || cause.getMessage().isBlank() ? cause.getReason() : cause.getMessage(),
                List.of());
    }

    private static RefusalReason reason(String text) {
        return Stream.of(RefusalReason.values())
                .filter(reason -> reason.name().equals(text))
                .findFirst()
                .orElse(RefusalReason.NoFeasibleDevice);
    }

    /** One line on an app that is not decided: which condition stands in the way. */
    static String describe(InferenceApp app) {
        String name = app.getMetadata().getNamespace() + "/" + app.getMetadata().getName();
        return conditions(app).stream()
                .filter(condition -> !"True".equals(condition.getStatus()) && !"Stalled".equals(condition.getType()))
                .findFirst()
                .map(condition -> name + ": " + condition.getType() + "=" + condition.getStatus() + " "
                        + condition.getReason() + " " + condition.getMessage())
                .orElse(name + ": no word from the operator");
    }

    /** Some refusals only say that a first quick search ran out of time; a longer one follows. */
    private static boolean isTriedAgain(InferenceApp app) {
        return condition(app, "Stalled")
                .filter(stalled -> RefusalReason.NotConfirmedInTime.name().equals(stalled.getReason()))
                .isPresent();
    }

    /** Whether the condition is True, and about the object as it is now. */
    private static boolean is(InferenceApp app, String type) {
        return condition(app, type)
                .filter(condition -> "True".equals(condition.getStatus()))
                .filter(condition -> condition.getObservedGeneration() == null
                        || condition
                                .getObservedGeneration()
                                .equals(app.getMetadata().getGeneration()))
                .isPresent();
    }

    private static Optional<Condition> condition(InferenceApp app, String type) {
        return conditions(app).stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    private static List<Condition> conditions(InferenceApp app) {
        return app.getStatus() == null || app.getStatus().conditions() == null
                ? List.of()
                : app.getStatus().conditions();
    }
}
