package dev.millrace.placement;

import static dev.millrace.placement.testing.Clusters.app;
import static dev.millrace.placement.testing.Clusters.gpu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PlanEvaluatorTest {
    private static Assignment assign(String app, String node, double share) {
        return new Assignment(new AppRef("site", app), new DeviceRef(node, "g"), Clusters.GPU, share, 1, null);
    }

    private static PlanEvaluation evaluate(ClusterSnapshot snapshot, Assignment... assignments) {
        return new PlanEvaluator(new QueueingPredictor(), Accuracy.ACCURATE)
                .evaluate(snapshot, List.of(assignments), Map.of());
    }

    private static Clusters twoGpus() {
        return new Clusters().node("n1", gpu("g", 3072L)).node("n2", gpu("g", 3072L));
    }

    @Test
    void oneAppAloneIsAnMD1Queue() {
        ClusterSnapshot snapshot =
                twoGpus().add(app("a").rate(50).onGpu("m", 10, 100)).snapshot();

        AppOutcome outcome = evaluate(snapshot, assign("a", "n1", 1)).apps().getFirst();

        // Pollaczek-Khinchine: 10 + 0.05 x 100 / (2 x 0.5) = 15 ms.
        assertThat(Objective.MEAN.of(Objects.requireNonNull(outcome.response())))
                .isCloseTo(15.0, within(0.05));
        assertThat(outcome.sloMet()).isTrue();
    }

    @Test
    void replicasAreAMixtureByShare() {
        ClusterSnapshot snapshot = twoGpus()
                .add(app("a").rate(40).onGpu("m", 10, 100), app("b").rate(30).onGpu("m", 10, 100))
                .snapshot();

        PlanEvaluation evaluation =
                evaluate(snapshot, assign("a", "n1", 0.75), assign("a", "n2", 0.25), assign("b", "n2", 1));

        // n1: 30/s, mean 10 + .03 x 100 / (2 x .7); n2: 40/s on one copy, 10 + .04 x 100 / (2 x .6).
        double expected = 0.75 * (10 + 3 / 1.4) + 0.25 * (10 + 4 / 1.2);
        AppOutcome outcome = evaluation.app(new AppRef("site", "a")).orElseThrow();
        assertThat(Objective.MEAN.of(Objects.requireNonNull(outcome.response())))
                .isCloseTo(expected, within(0.05));
        assertThat(outcome.replicas()).hasSize(2);
    }

    @Test
    void anOverloadedDeviceHasNoResponse() {
        ClusterSnapshot snapshot = twoGpus()
                .add(app("a").rate(200).slo(Objective.P99, 1e6).onGpu("m", 10, 100))
                .snapshot();

        PlanEvaluation evaluation = evaluate(snapshot, assign("a", "n1", 1));

        assertThat(evaluation.apps().getFirst().response()).isNull();
        assertThat(evaluation.allMet()).isFalse();
        assertThat(evaluation.devices().getFirst().stable()).isFalse();
        assertThat(evaluation.devices().getFirst().load()).isCloseTo(2.0, within(1e-9));
    }
}
