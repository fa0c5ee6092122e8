package dev.millrace.cli;

import dev.millrace.cli.input.BadInputException;
import dev.millrace.cli.input.Situation;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The assignments in force, as far as a response time can be given for them: a device with unknown work has none. */
final class AssignedWork {
    private static final double SHARE_TOLERANCE = 1e-6;

    private final ClusterSnapshot snapshot;
    private final Map<AppRef, App> apps;
    private final Map<DeviceRef, DeviceSpec> devices = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private AssignedWork(Situation situation) {
        this.snapshot = situation.snapshot();
        this.apps = snapshot.appsByRef();
        for (Node node : snapshot.nodes()) {
            node.devices().forEach(device -> devices.put(new DeviceRef(node.name(), device.name()), device));
        }
    }

    /**
     * The assignments in force.
     *
     * @throws BadInputException where one has no known cost, or an app's shares exceed 1
     */
    static List<Assignment> of(Situation situation) {
        AssignedWork work = new AssignedWork(situation);
        Map<AppRef, Double> shares = new TreeMap<>();
        for (Assignment assignment : work.snapshot.running()) {
            String problem = work.problem(assignment, situation);
            if (problem != null) {
                work.problems.add("%s: InferenceNode %s: spec.assignments[%s on %s]: %s"
                        .formatted(
                                situation.source(),
                                assignment.device().node(),
                                assignment.app(),
                                assignment.device().device(),
                                problem));
            }
            shares.merge(assignment.app(), assignment.share(), Double::sum);
        }
        shares.forEach((app, share) -> {
            if (share > 1 + SHARE_TOLERANCE) {
                work.problems.add("%s: InferenceApp %s: shares of its assignments sum to %s, must be at most 1"
                        .formatted(situation.source(), app, share));
            }
        });
        if (!work.problems.isEmpty()) {
            throw new BadInputException(work.problems);
        }
        return work.snapshot.running();
    }

    private @Nullable String problem(Assignment assignment, Situation situation) {
        App app = apps.get(assignment.app());
        if (app == null) {
            return situation
                    .result()
                    .problemOf(assignment.app())
                    .map(problem -> problem.message())
                    .orElse("there is no such InferenceApp");
        }
        DeviceSpec device = devices.get(assignment.device());
        if (device == null) {
            return "device: the node has no device " + assignment.device().device();
        }
        Variant variant = app.variants().stream()
                .filter(candidate -> candidate.name().equals(assignment.variant()))
                .findFirst()
                .orElse(null);
        if (variant == null) {
            return "variant: the model has no variant " + assignment.variant();
        }
        if (variant.deviceClass() != device.deviceClass()) {
            return "variant: " + variant.name() + " is for " + variant.deviceClass() + " devices, not "
                    + device.deviceClass();
        }
        if (!variant.profiles().containsKey(device.type())) {
            return "no ModelProfile of the model for device type " + device.type() + ". Maybe one for "
                    + new TreeSet<>(variant.profiles().keySet()) + " was meant";
        }
        return null;
    }
}
