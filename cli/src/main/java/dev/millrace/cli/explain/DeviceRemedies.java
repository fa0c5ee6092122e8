package dev.millrace.cli.explain;

import dev.millrace.cli.plan.RememberingPredictor;
import dev.millrace.cli.report.Latencies;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.model.DeviceClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The types of device of which one more, with nothing else to do, would take the app. */
final class DeviceRemedies {
    private static final String NAME = "new";

    private final ClusterSnapshot snapshot;
    private final App app;
    private final RememberingPredictor predictor;

    DeviceRemedies(ClusterSnapshot snapshot, App app, RememberingPredictor predictor) {
        this.snapshot = snapshot;
        this.app = app;
        this.predictor = predictor;
    }

    /** One for each type, in the order of their names; only types that the profiles of the app's model know. */
    List<Remedy> find() {
        Map<String, DeviceClass> types = new TreeMap<>();
        app.variants()
                .forEach(
                        variant -> variant.profiles().keySet().forEach(type -> types.put(type, variant.deviceClass())));
        List<Remedy> found = new ArrayList<>();
        types.forEach((type, deviceClass) -> {
            NodeTrial trial =
                    new NodeTrial(snapshot, node(type, deviceClass), new Hosting(List.of(), Map.of()), predictor);
            Optional<Verdict> verdict = trial.verdicts(app, List.of(), Accuracy.ACCURATE).stream()
                    .filter(Verdict::fits)
                    .findFirst();
            verdict.ifPresent(fits -> found.add(new Remedy(
                    Remedy.Kind.Device,
                    Double.NaN,
                    null,
                    type,
                    List.of(),
                    "One more %s would take it: alone there its %s would be %s."
                            .formatted(type, app.slo().objective().label(), Latencies.format(fits.predicted())))));
        });
        return found;
    }

    /** A node of its own like the one that has such a device; where none has, its memory is taken to suffice. */
    private Node node(String type, DeviceClass deviceClass) {
        for (Node node : snapshot.nodes()) {
            for (DeviceSpec device : node.devices()) {
                if (device.type().equals(type) && device.deviceClass() == deviceClass) {
                    return node(node.cores(), node.memoryBytes(), device);
                }
            }
        }
        int cores = snapshot.nodes().stream().mapToInt(Node::cores).min().orElse(1);
        return node(cores, Long.MAX_VALUE, new DeviceSpec(NAME, deviceClass, type, null, Long.MAX_VALUE, true));
    }

    private Node node(int cores, long memoryBytes, DeviceSpec like) {
        DeviceSpec device =
                new DeviceSpec(NAME, like.deviceClass(), like.type(), like.memoryBytes(), like.onChipBytes(), true);
        return new Node(NAME, app.nodeSelector(), List.of(), true, cores, memoryBytes, 0, List.of(device));
    }
}
