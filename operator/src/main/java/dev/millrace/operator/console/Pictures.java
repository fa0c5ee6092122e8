package dev.millrace.operator.console;

import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.cluster.SnapshotResult;
import dev.millrace.operator.controller.ClusterCache;
import dev.millrace.operator.controller.Planning;
import dev.millrace.operator.planning.ClusterView;
import dev.millrace.operator.planning.PlanningState;
import dev.millrace.operator.planning.RememberedPredictions;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
import dev.millrace.queueing.ResponseTimePredictor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes pictures of the cluster, at most one a second however many browsers ask. Thread-safe. */
@ApplicationScoped
public class Pictures {
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Comparator<Assignment> ORDER =
            Comparator.comparing(Assignment::app).thenComparing(Assignment::device);

    private final ClusterCache cache;
    private final Planning planning;
    private final ResponseTimePredictor predictor = new RememberedPredictions(new QueueingPredictor());
    private final PlanEvaluator evaluator = new PlanEvaluator(predictor, Accuracy.ACCURATE);

    private @Nullable Picture last;
    private long takenNanos;

    Pictures(ClusterCache cache, Planning planning) {
        this.cache = cache;
        this.planning = planning;
    }

    /** The cluster as it is now, or was a second ago. */
    synchronized Picture current() {
        Picture known = last;
        if (known != null && System.nanoTime() - takenNanos < FRESH_NANOS) {
            return known;
        }
        Picture taken = take(cache.view(), planning.state());
        last = taken;
        takenNanos = System.nanoTime();
        return taken;
    }

    /** Judges plans, and remembers what it has judged before. */
    PlanEvaluator evaluator() {
        return evaluator;
    }

    /** What the evaluator asks. */
    ResponseTimePredictor predictor() {
        return predictor;
    }

    private Picture take(ClusterView view, PlanningState state) {
        SnapshotResult built = SnapshotBuilder.build(
                view.apps(), view.models(), view.profiles(), view.nodes(), view.policies(), view.kubernetesTaints());
        List<Assignment> assignments = standing(state, built.snapshot());
        return new Picture(
                view,
                state,
                built,
                assignments,
                evaluator.evaluate(
                        built.snapshot(), assignments, built.snapshot().disciplines()));
    }

    private static List<Assignment> standing(PlanningState state, ClusterSnapshot snapshot) {
        Map<AppRef, App> apps = snapshot.appsByRef();
        Set<DeviceRef> devices = new HashSet<>();
        snapshot.nodes()
                .forEach(node ->
                        node.devices().forEach(device -> devices.add(new DeviceRef(node.name(), device.name()))));
        return state.decisions().values().stream()
                .flatMap(decision -> decision.assignments().stream())
                .filter(a -> apps.containsKey(a.app()) && devices.contains(a.device()))
                .filter(a -> Objects.requireNonNull(apps.get(a.app())).variants().stream()
                        .anyMatch(variant -> variant.name().equals(a.variant())))
                .sorted(ORDER)
                .toList();
    }
}
