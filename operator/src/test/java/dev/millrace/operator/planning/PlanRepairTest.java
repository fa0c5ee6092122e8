package dev.millrace.operator.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.operator.Objects;
import dev.millrace.operator.condition.Reason;
import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Changes taken into the running plan one by one, by the planner that is the default. */
class PlanRepairTest {
    private final AtomicInteger searches = new AtomicInteger();
    private final PlanSearch search = new PlanSearch(name -> {
        searches.incrementAndGet();
        return PlacementSolvers.named(name);
    });
    private final PlanningPass planning = new PlanningPass(search, Duration.ofSeconds(1));
    private final List<InferenceApp> apps = new ArrayList<>();

    private PlanningState pass(InferenceNode... nodes) {
        return planning.pass(view(nodes));
    }

    private ClusterView view(InferenceNode... nodes) {
        return new ClusterView(
                apps,
                List.of(Objects.model()),
                List.of(Objects.profile()),
                List.of(nodes),
                List.of(Objects.policy(
                        "{solveTime: 2s, quotas: [{namespace: site-a, deviceShare: 1, maxPriority: 10}]}")),
                Map.of());
    }

    /** As the background does. */
    private PlanningState searched(InferenceNode... nodes) {
        PlanningState state = planning.state();
        while (planning.wanted().isPresent()) {
            SearchJob job = planning.wanted().orElseThrow();
            state = planning.pass(view(nodes), Optional.of(search.solve(job.snapshot(), job.limit(), () -> false)));
        }
        return state;
    }

    private void add(String name, double rate, int priority) {
        apps.add(Objects.app(
                name,
                "{modelRef: {name: mnv2}, arrivals: {ratePerSecond: %s}, slo: {latency: 80ms}, priority: %d}"
                        .formatted(rate, priority)));
    }

    private static InferenceNode node(String name) {
        return Objects.node(name, "{}", "[]", 0);
    }

    private static List<String> places(PlanningState state, String app) {
        return state.decisions().get(new AppRef("site-a", app)).assignments().stream()
                .map(Assignment::device)
                .map(device -> device.node())
                .toList();
    }

    @Test
    void aNewcomerIsAdmittedWithoutASearchAndNobodyMoves() {
        for (int i = 0; i < 6; i++) {
            add("cam" + i, 15, 0);
        }
        InferenceNode[] nodes = {node("n1"), node("n2"), node("n3")};
        PlanningState before = pass(nodes);
        add("late", 15, 0);

        PlanningState after = pass(nodes);

        assertThat(places(after, "late")).hasSize(1);
        for (int i = 0; i < 6; i++) {
            assertThat(places(after, "cam" + i))
                    .isEqualTo(places(before, "cam" + i))
                    .hasSize(1);
        }
        assertThat(planning.wanted()).isEmpty();
        assertThat(searches).hasValue(0);
    }

    @Test
    void aLostNodesAppsAreHostedElsewhereAtOnceAndStayThere() {
        for (int i = 0; i < 4; i++) {
            add("cam" + i, 15, 0);
        }
        pass(node("n1"));
        PlanningState lost = pass(Objects.node("n1", "{}", "[]", 0, false), node("n2"));
        PlanningState back = pass(node("n1"), node("n2"));

        for (int i = 0; i < 4; i++) {
            assertThat(places(lost, "cam" + i)).containsExactly("n2");
            assertThat(places(back, "cam" + i)).as("no move back").containsExactly("n2");
        }
        assertThat(searches).hasValue(0);
    }

    @Test
    void aChangedRateStaysInPlaceWhileItFitsAndMovesAloneWhereItDoesNot() {
        add("cam", 20, 0);
        add("other", 60, 0);
        InferenceNode[] nodes = {node("n1")};
        pass(nodes);
        InferenceNode[] two = {node("n1"), node("n2")};
        pass(two);
        apps.set(
                0, Objects.app("cam", "{modelRef: {name: mnv2}, arrivals: {ratePerSecond: 25}, slo: {latency: 80ms}}"));
        assertThat(places(pass(two), "cam")).containsExactly("n1");

        apps.set(
                0,
                Objects.app("cam", "{modelRef: {name: mnv2}, arrivals: {ratePerSecond: 150}, slo: {latency: 80ms}}"));
        PlanningState grown = pass(two);

        assertThat(places(grown, "cam")).containsExactly("n2");
        assertThat(places(grown, "other")).containsExactly("n1");
        assertThat(searches).hasValue(0);
    }

    @Test
    void whatGrewBeyondEveryDeviceRunsOnUntilASearchHasDecided() {
        add("cam", 20, 0);
        InferenceNode n1 = node("n1");
        pass(n1);
        apps.set(
                0,
                Objects.app("cam", "{modelRef: {name: mnv2}, arrivals: {ratePerSecond: 190}, slo: {latency: 80ms}}"));

        assertThat(places(pass(n1), "cam")).containsExactly("n1");
        assertThat(planning.wanted()).isPresent();

        AppDecision decision = searched(n1).decisions().get(new AppRef("site-a", "cam"));
        assertThat(decision.placed()).isFalse();
        assertThat(decision.reason()).isEqualTo(Reason.DeviceOverloaded);
        assertThat(planning.wanted()).isEmpty();
    }

    @Test
    void aHigherPriorityDisplacesALowerOneByASearch() {
        add("low", 120, 0);
        InferenceNode n1 = node("n1");
        pass(n1);
        add("high", 120, 5);

        PlanningState quick = pass(n1);
        assertThat(places(quick, "low")).as("until the search has decided").containsExactly("n1");

        PlanningState decided = searched(n1);
        assertThat(places(decided, "high")).containsExactly("n1");
        assertThat(decided.decisions().get(new AppRef("site-a", "low")).placed())
                .isFalse();
    }

    @Test
    void aRestartKeepsWhatRuns() {
        add("cam", 15, 0);
        String written = "{planEpoch: 5, assignments: [{app: {namespace: site-a, name: cam}, device: tpu-0,"
                + " variant: edgetpu, share: 1, maxBatch: 1}]}";
        String ready = "[{namespace: site-a, name: cam, device: tpu-0, state: Ready}]";

        PlanningState state = pass(node("n1"), Objects.node("n2", written, ready, 5));

        assertThat(places(state, "cam")).containsExactly("n2");
        assertThat(state.nodes().get("n2").epoch()).as("claimed").isEqualTo(6);
    }

    @Test
    void theFiguresOfTouchedNodesAreMadeAccurateAfterwards() {
        add("cam", 15, 0);
        InferenceNode n1 = node("n1");
        PlanningState rough = pass(n1);
        assertThat(planning.rough()).isTrue();

        PlanningState refined = planning.refine(view(n1), () -> false);

        assertThat(planning.rough()).isFalse();
        AppRef cam = new AppRef("site-a", "cam");
        assertThat(refined.decisions().get(cam).predicted().p95Ms())
                .isCloseTo(
                        rough.decisions().get(cam).predicted().p95Ms(),
                        org.assertj.core.data.Percentage.withPercentage(5));
    }
}
