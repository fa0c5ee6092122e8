package dev.millrace.cli.predict;

import dev.millrace.placement.NodeModels;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.sensitivity.BranchSensitivity;
import dev.millrace.queueing.sensitivity.Sensitivity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the response times of assignments are made of, and how they move with the rates; by app. */
public final class PredictionExplanation {
    private final Map<String, List<Place>> byApp = new TreeMap<>();

    /** One place of an app, explained. */
    record Place(DeviceRef device, BranchSensitivity sensitivity) {}

    private PredictionExplanation() {}

    /** Explains all assignments that have a response time. */
    public static PredictionExplanation of(ClusterSnapshot snapshot, List<Assignment> assignments) {
        List<NodeModel> nodes = NodeModels.of(snapshot, assignments, snapshot.disciplines()).stream()
                .filter(node -> !node.streams().isEmpty())
                .toList();
        Sensitivity sensitivity = new Sensitivity(new QueueingPredictor(), Accuracy.ACCURATE);
        List<List<BranchSensitivity>> explained =
                nodes.parallelStream().map(sensitivity::of).toList();
        PredictionExplanation explanation = new PredictionExplanation();
        for (int i = 0; i < nodes.size(); i++) {
            for (BranchSensitivity branch : explained.get(i)) {
                DeviceRef device =
                        new DeviceRef(nodes.get(i).name(), branch.response().device());
                explanation
                        .byApp
                        .computeIfAbsent(branch.response().stream(), app -> new ArrayList<>())
                        .add(new Place(device, branch));
            }
        }
        return explanation;
    }

    /** The places of an app that have a response time. */
    List<Place> places(AppRef app) {
        return byApp.getOrDefault(app.toString(), List.of());
    }
}
