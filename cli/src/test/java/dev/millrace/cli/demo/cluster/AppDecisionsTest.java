package dev.millrace.cli.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceAppStatus;
import dev.millrace.placement.model.RefusalReason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppDecisionsTest {

    @Test
    void anAppCountsAsReadyOnlyAsItIsNow() {
        InferenceApp current = app("current", condition("Ready", "True", 2, "Serving"));
        InferenceApp outdated = app("outdated", condition("Ready", "True", 1, "Serving"));
        InferenceApp silent = app("silent");

        AppDecisions decisions = AppDecisions.of(List.of(current, outdated, silent));

        assertThat(decisions.ready()).containsExactly(current);
        assertThat(decisions.pending()).containsExactly(outdated, silent);
        assertThat(decisions.refused()).isEmpty();
    }

    @Test
    void aRefusalCarriesTheReasonOfTheConditionThatFailed() {
        InferenceApp refused = app(
                "refused",
                condition("Accepted", "True", 2, "Valid"),
                condition("Placed", "False", 2, "SLOViolated"),
                condition("Ready", "False", 2, "NotPlaced"),
                condition("Stalled", "True", 2, "SLOViolated"));

        AppDecisions decisions = AppDecisions.of(List.of(refused));

        assertThat(decisions.refused()).containsExactly(refused);
        assertThat(decisions.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.app()).hasToString("quay/refused");
            assertThat(refusal.reason()).isEqualTo(RefusalReason.SLOViolated);
            assertThat(refusal.message()).isEqualTo("message of Placed");
        });
    }

    @Test
    void aPendingAppIsDescribedByWhatItWaitsFor() {
        InferenceApp loading =
                app("slow", condition("Placed", "True", 2, "Placed"), condition("Loaded", "False", 2, "Loading"));

        assertThat(AppDecisions.describe(loading)).isEqualTo("quay/slow: Loaded=False Loading message of Loaded");
        assertThat(AppDecisions.describe(app("new"))).isEqualTo("quay/new: no word from the operator");
    }

    private static InferenceApp app(String name, Condition... conditions) {
        InferenceApp app = new InferenceApp();
        app.setMetadata(new ObjectMetaBuilder()
                .withNamespace("quay")
                .withName(name)
                .withGeneration(2L)
                .build());
        app.setStatus(new InferenceAppStatus(List.of(conditions), null, null, null, null, null, null));
        return app;
    }

    private static Condition condition(String type, String status, long generation, String reason) {
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withObservedGeneration(generation)
                .withReason(reason)
                .withMessage("message of " + type)
                .build();
    }
}
