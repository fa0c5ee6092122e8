package dev.millrace.operator.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.operator.Objects;
import dev.millrace.placement.PlacementSolver;
import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.model.RefusalReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CarryOverTest {
    private static final AppRef CAM = new AppRef("site-a", "cam");
    private static final AppRef NEW = new AppRef("site-a", "newcomer");

    private final AtomicBoolean hurried = new AtomicBoolean();
    private final PlanningPass planning = new PlanningPass(new PlanSearch(name -> solver()), Duration.ofSeconds(1));

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
                all, List.of(Objects.model()), List.of(Objects.profile()), List.of(node), List.of(), Map.of());
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
        assertThat(planning.canImprove()).isTrue();
    }

    @Test
    void afterTheWholeTimeTheNewcomerIsRefusedAndTriedAgain() throws InterruptedException {
        InferenceNode node = Objects.node("n1", "{}", "[]", 0);
        planning.pass(view(node, "cam"));
        hurried.set(true);
        planning.pass(view(node, "cam", "newcomer"));

        PlanningState refused =
                planning.improve(view(node, "cam", "newcomer"), () -> false).orElseThrow();
        assertThat(refused.decisions().get(CAM).placed()).isTrue();
        assertThat(refused.decisions().get(NEW).reason()).hasToString("NotConfirmedInTime");
        assertThat(planning.canImprove()).isFalse();
        assertThat(planning.unsettled()).isTrue();

        hurried.set(false);
        PlanningState placed =
                planning.improve(view(node, "cam", "newcomer"), () -> false).orElseThrow();
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

    @Test
    void aLongSearchIsLeftBehindWhenSomethingNewerComes() throws Exception {
        CountDownLatch searching = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        PlanSearch search = new PlanSearch(name -> (snapshot, options, progress) -> {
            searching.countDown();
            awaitQuietly(release);
            return new Plan("millrace", List.of(), Map.of(), List.of());
        });
        ClusterSnapshot empty = new ClusterSnapshot(List.of(), List.of(), Policy.defaults(), List.of(), Map.of());

        assertThat(search.solveFully(empty, () -> searching.getCount() == 0)).isEmpty();

        release.countDown();
        assertThat(search.solveFully(empty, () -> false))
                .as("the next one starts when the other has ended")
                .isPresent();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
