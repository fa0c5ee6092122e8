package dev.millrace.operator.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.operator.Objects;
import dev.millrace.operator.condition.Reason;
import dev.millrace.operator.planning.AppDecision.Outcome;
import dev.millrace.placement.PlacementSolver;
import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.model.AppRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** With the baseline that decides at once, so that no test waits for a search. */
class PlanningPassTest {
    private static final AppRef CAM = new AppRef("site-a", "cam");

    private final AtomicInteger searches = new AtomicInteger();
    private final PlanningPass planning = new PlanningPass(new PlanSearch(name -> counted()), Duration.ofSeconds(1));

    private PlacementSolver counted() {
        searches.incrementAndGet();
        return PlacementSolvers.named("memory-first-fit");
    }

    private static ClusterView view(List<InferenceApp> apps, InferenceNode... nodes) {
        return new ClusterView(
                apps,
                List.of(Objects.model()),
                List.of(Objects.profile()),
                List.of(nodes),
                List.of(Objects.policy("{algorithm: memory-first-fit}")),
                Map.of());
    }

    private static List<InferenceApp> cam() {
        return List.of(Objects.simpleApp("cam"));
    }

    @Test
    void anAppIsDecidedPredictedAndTold() {
        PlanningState state = planning.pass(view(cam(), Objects.node("n1", "{}", "[]", 0)));

        AppDecision decision = state.decision(CAM, "uid-cam").orElseThrow();
        assertThat(decision.outcome()).isEqualTo(Outcome.PLACED);
        assertThat(decision.predicted()).isNotNull();
        assertThat(decision.predicted().p95Ms()).isBetween(5.0, 80.0);
        assertThat(decision.sloMet()).isTrue();
        assertThat(state.nodes().get("n1").epoch()).isEqualTo(1);
        assertThat(state.nodes().get("n1").plan().assignments())
                .singleElement()
                .satisfies(a -> assertThat(a.share()).isEqualTo(1.0));
    }

    @Test
    void whatDoesNotMatterCostsNoSearchAndNoEpoch() {
        InferenceNode node = Objects.node("n1", "{}", "[]", 0);
        planning.pass(view(cam(), node));
        InferenceApp edited = Objects.simpleApp("cam");
        edited.getMetadata().setGeneration(2L);

        PlanningState again = planning.pass(view(List.of(edited), node));

        assertThat(searches).hasValue(1);
        assertThat(again.epoch()).isEqualTo(1);
        assertThat(again.decision(CAM, "uid-cam").orElseThrow().generation()).isEqualTo(2);
    }

    @Test
    void theEpochRisesEverywhereAtFirstAndThenWithEachChangeOfANodesPlan() {
        InferenceNode one = Objects.node("n1", "{planEpoch: 41}", "[]", 41);
        InferenceNode idle = Objects.node("n2", "{planEpoch: 7}", "[]", 7);

        PlanningState state = planning.pass(view(cam(), one, idle));

        assertThat(state.nodes().get("n1").epoch()).isEqualTo(42);
        assertThat(state.nodes().get("n2").epoch()).as("claimed").isEqualTo(42);

        PlanningState next = planning.pass(view(List.of(), one, Objects.node("n2", "{planEpoch: 42}", "[]", 42)));
        assertThat(next.nodes().get("n1").epoch()).isEqualTo(43);
        assertThat(next.nodes().get("n2").epoch()).as("nothing to tell").isEqualTo(42);
    }

    @Test
    void anEpochThatSomebodyElseRaisedIsGoneBeyond() {
        planning.pass(view(cam(), Objects.node("n1", "{}", "[]", 0)));

        PlanningState state = planning.pass(view(cam(), Objects.node("n1", "{planEpoch: 90}", "[]", 90)));

        assertThat(state.nodes().get("n1").epoch()).isEqualTo(91);
    }

    @Test
    void aRestartedPlannerKeepsWhatRuns() {
        String written = "{planEpoch: 5, assignments: [{app: {namespace: site-a, name: cam}, device: tpu-0,"
                + " variant: edgetpu, share: 1, maxBatch: 1}]}";
        String ready = "[{namespace: site-a, name: cam, device: tpu-0, state: Ready}]";

        PlanningState state =
                planning.pass(view(cam(), Objects.node("n1", "{}", "[]", 0), Objects.node("n2", written, ready, 5)));

        // First fit prefers n1: the move is made before it is broken, as if the planner had never stopped.
        assertThat(state.inForce(CAM))
                .extracting(a -> a.device().node() + "@" + a.share())
                .containsExactly("n1@0.0", "n2@1.0");
    }

    @Test
    void aDeletedAppIsUnloaded() {
        InferenceNode node = Objects.node("n1", "{}", "[]", 0);
        planning.pass(view(cam(), node));

        PlanningState state = planning.pass(view(List.of(), node));

        assertThat(state.decisions()).isEmpty();
        assertThat(state.nodes().get("n1").plan().assignments()).isEmpty();
        assertThat(state.nodes().get("n1").epoch()).isEqualTo(2);
    }

    @Test
    void anAppCreatedAgainIsAnotherApp() {
        InferenceNode node = Objects.node("n1", "{}", "[]", 0);
        planning.pass(view(cam(), node));
        InferenceApp reborn = Objects.simpleApp("cam");
        reborn.getMetadata().setUid("another");

        assertThat(planning.state().decision(CAM, "another")).isEmpty();
        assertThat(planning.pass(view(List.of(reborn), node)).decision(CAM, "another"))
                .isPresent();
    }

    @Test
    void aMissingModelIsInvalidAndAMissingProfileARefusal() {
        InferenceModel model = Objects.model();
        model.getSpec();
        ClusterView noModel = new ClusterView(cam(), List.of(), List.of(), List.of(), List.of(), Map.of());
        ClusterView noProfile = new ClusterView(cam(), List.of(model), List.of(), List.of(), List.of(), Map.of());

        AppDecision invalid = planning.pass(noModel).decisions().get(CAM);
        AppDecision refused = planning.pass(noProfile).decisions().get(CAM);

        assertThat(invalid.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(invalid.reason()).isEqualTo(Reason.ModelNotFound);
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.reason()).isEqualTo(Reason.NoProfile);
    }
}
