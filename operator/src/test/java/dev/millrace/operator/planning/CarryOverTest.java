package dev.millrace.operator.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.operator.Objects;
import dev.millrace.placement.PlacementSolver;
import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.model.RefusalReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CarryOverTest {
    private static final AppRef CAM = new AppRef("site-a", "cam");
    private static final AppRef NEW = new AppRef("site-a", "newcomer");

    private final AtomicBoolean hurried = new AtomicBoolean();
    private final PlanSearch search = new PlanSearch(name -> solver());
    private final PlanningPass planning = new PlanningPass(search, Duration.ofSeconds(1));

    /** A real solver, or one whose time ended before it confirmed anything, as on an overloaded machine. */
    private PlacementSolver solver() {
        if (!hurried.get()) {
            return PlacementSolvers.named("memory-first-fit");
        }
        return (snapshot, options, progress) -> new Plan(
                "millrace",
                List.of(),
                Map.of(),
                snapshot.apps().stream()
                        .map(app -> new Refusal(app.ref(), RefusalReason.NotConfirmedInTime, "no time", List.of()))
                        .toList());
    }

    private static ClusterView view(InferenceNode node, String... apps) {
        List<InferenceApp> all = Arrays.stream(apps).map(Objects::simpleApp).toList();
        return new ClusterView(
                all,
                List.of(Objects.model()),
                List.of(Objects.profile()),
                List.of(node),
                List.of(Objects.policy("{algorithm: memory-first-fit}")),
                Map.of());
    }

    /** As the background does: the whole time. */
    private PlanningState improved(ClusterView view) {
        SearchJob job = planning.searchAgain().orElseThrow();
        return planning.pass(view, Optional.of(search.solve(job.snapshot(), job.limit(), () -> false)));
    }

    @Test
    void aRunningAppDoesNotLoseItsPlaceForWantOfTime() {
        InferenceNode node = Objects.node("n1", "{}", "[]", 0);
        planning.pass(view(node, "cam"));
        hurried.set(true);

        PlanningState state = planning.pass(view(node, "cam", "newcomer"));

        assertThat(state.decisions().get(CAM).placed()).isTrue();
        assertThat(state.inForce(CAM)).hasSize(1);
        assertThat(state.decisions()).as("undecided until a longer search").doesNotContainKey(NEW);
        assertThat(planning.wanted()).isPresent();
    }

    @Test
    void afterTheWholeTimeTheNewcomerIsRefusedAndTriedAgain() {
        InferenceNode node = Objects.node("n1", "{}", "[]", 0);
        planning.pass(view(node, "cam"));
        hurried.set(true);
        planning.pass(view(node, "cam", "newcomer"));

        PlanningState refused = improved(view(node, "cam", "newcomer"));
        assertThat(refused.decisions().get(CAM).placed()).isTrue();
        assertThat(refused.decisions().get(NEW).reason()).hasToString("NotConfirmedInTime");
        assertThat(planning.wanted()).isEmpty();
        assertThat(planning.unsettled()).isTrue();

        hurried.set(false);
        PlanningState placed = improved(view(node, "cam", "newcomer"));
        assertThat(placed.decisions().get(NEW).placed()).isTrue();
        assertThat(planning.unsettled()).isFalse();
    }

    @Test
    void whatCannotRunIsNotCarriedOver() {
        planning.pass(view(Objects.node("n1", "{}", "[]", 0), "cam"));
        hurried.set(true);

        PlanningState state = planning.pass(view(Objects.node("n1", "{}", "[]", 0, false), "cam"));

        assertThat(state.inForce(CAM)).isEmpty();
    }
}
