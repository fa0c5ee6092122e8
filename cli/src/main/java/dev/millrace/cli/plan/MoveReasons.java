package dev.millrace.cli.plan;

import dev.millrace.cli.report.Latencies;
import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Plan;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
import dev.millrace.queueing.result.ResponseTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Why an app leaves a device, read off the facts before and after: the device cannot serve; an objective is missed there
 * now; others come to the device; or none of these, and the plan as a whole is better.
 */
final class MoveReasons {
    private final ClusterSnapshot snapshot;
    private final Plan plan;
    private final Map<AppRef, App> apps;
    private final PlanEvaluation before;

    MoveReasons(ClusterSnapshot snapshot, Plan plan) {
        this.snapshot = snapshot;
        this.plan = plan;
        this.apps = snapshot.appsByRef();
        this.before = new PlanEvaluator(new QueueingPredictor(), Accuracy.FAST)
                .evaluate(snapshot, snapshot.running(), snapshot.disciplines());
    }

    /** One sentence on why {@code app} leaves the devices {@code left}. */
    String of(AppRef app, Set<DeviceRef> left) {
        return left.stream()
                .map(this::outOfService)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> missedBefore(app))
                .or(() -> neighbourMissedBefore(app, left))
                .or(() -> makesRoom(left))
                .orElse("The plan as a whole has more headroom.");
    }

    private Optional<String> outOfService(DeviceRef ref) {
        Node node = snapshot.nodes().stream()
                .filter(candidate -> candidate.name().equals(ref.node()))
                .findFirst()
                .orElse(null);
        if (node == null) {
            return Optional.of("Node " + ref.node() + " has gone.");
        }
        if (!node.ready()) {
            return Optional.of("Node " + ref.node() + " is not ready.");
        }
        Optional<DeviceSpec> device = node.devices().stream()
                .filter(candidate -> candidate.name().equals(ref.device()))
                .findFirst();
        if (device.isEmpty()) {
            return Optional.of("Device " + ref + " has gone.");
        }
        return device.get().healthy() ? Optional.empty() : Optional.of("Device " + ref + " is not healthy.");
    }

    private Optional<String> missedBefore(AppRef app) {
        return before.app(app).filter(outcome -> !outcome.sloMet()).map(outcome -> "There " + value(outcome) + ".");
    }

    private Optional<String> neighbourMissedBefore(AppRef app, Set<DeviceRef> left) {
        return before.apps().stream()
                .filter(outcome -> !outcome.app().equals(app) && !outcome.sloMet())
                .filter(outcome -> outcome.replicas().stream()
                        .anyMatch(replica -> left.contains(replica.assignment().device())))
                .findFirst()
                .map(outcome -> "It relieves " + outcome.app() + ", where now " + value(outcome) + ".");
    }

    private Optional<String> makesRoom(Set<DeviceRef> left) {
        List<AppRef> old = appsOn(snapshot.running(), left);
        String arrivals = appsOn(plan.assignments(), left).stream()
                .filter(app -> !old.contains(app))
                .map(AppRef::toString)
                .collect(Collectors.joining(", "));
        return arrivals.isEmpty() ? Optional.empty() : Optional.of("It makes room for " + arrivals + ".");
    }

    private static List<AppRef> appsOn(List<Assignment> assignments, Set<DeviceRef> devices) {
        return List.copyOf(assignments.stream()
                .filter(assignment -> devices.contains(assignment.device()))
                .map(Assignment::app)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private String value(AppOutcome outcome) {
        App app = Objects.requireNonNull(apps.get(outcome.app()));
        ResponseTime response = outcome.response();
        String objective = app.slo().objective().label();
        return response == null
                ? "a station is overloaded"
                : objective + " is " + Latencies.format(app.slo().objective().of(response)) + " against "
                        + Latencies.format(app.slo().latencyMs());
    }
}
