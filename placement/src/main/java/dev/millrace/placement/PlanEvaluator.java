package dev.millrace.placement;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.result.ResponseMixture;
import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.result.StationLoad;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Judges assignments: what every app gets end to end, and how busy every device is. Thread-safe if its predictor is. */
public final class PlanEvaluator {
    private final ResponseTimePredictor predictor;
    private final Accuracy accuracy;

    /** An evaluator that asks the given predictor (or simulator) at the given accuracy. */
    public PlanEvaluator(ResponseTimePredictor predictor, Accuracy accuracy) {
        this.predictor = predictor;
        this.accuracy = accuracy;
    }

    /**
     * Evaluates assignments, whoever made them; they need not be feasible. An app's response is the share-weighted
     * mixture over its replicas; it is null where a station on the way of one of them is overloaded.
     */
    public PlanEvaluation evaluate(
            ClusterSnapshot snapshot, List<Assignment> assignments, Map<DeviceRef, Discipline> disciplines) {
        List<NodeModel> models = NodeModels.of(snapshot, assignments, disciplines);
        List<NodePrediction> predictions = models.parallelStream()
                .map(model -> predictor.predict(model, accuracy))
                .toList();
        Map<String, NodePrediction> byNode = new TreeMap<>();
        List<DeviceLoad> loads = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            String node = models.get(i).name();
            byNode.put(node, predictions.get(i));
            predictions.get(i).stations().forEach(station -> loads.add(load(node, station, disciplines)));
        }
        loads.sort(Comparator.comparing(DeviceLoad::device));
        return new PlanEvaluation(outcomes(snapshot, assignments, byNode), loads);
    }

    private static DeviceLoad load(String node, StationLoad station, Map<DeviceRef, Discipline> disciplines) {
        DeviceRef ref = new DeviceRef(node, station.station());
        Discipline discipline = disciplines.getOrDefault(ref, Discipline.FCFS);
        return new DeviceLoad(ref, discipline, station.load(), station.utilization(), station.stable());
    }

    private static List<AppOutcome> outcomes(
            ClusterSnapshot snapshot, List<Assignment> assignments, Map<String, NodePrediction> byNode) {
        Map<AppRef, App> apps = snapshot.appsByRef();
        Map<AppRef, List<ReplicaOutcome>> replicas = new TreeMap<>();
        assignments.stream().sorted(Comparator.comparing(Assignment::device)).forEach(assignment -> {
            if (apps.containsKey(assignment.app())) {
                replicas.computeIfAbsent(assignment.app(), ref -> new ArrayList<>())
                        .add(new ReplicaOutcome(assignment, response(assignment, byNode)));
            }
        });
        List<AppOutcome> outcomes = new ArrayList<>();
        replicas.forEach((ref, list) -> {
            ResponseTime response = mixture(list);
            App app = apps.get(ref);
            boolean met = app != null
                    && response != null
                    && app.slo().objective().within(response, app.slo().latencyMs());
            outcomes.add(new AppOutcome(ref, response, met, list));
        });
        return outcomes;
    }

    private static @Nullable ResponseTime response(Assignment assignment, Map<String, NodePrediction> byNode) {
        NodePrediction prediction = byNode.get(assignment.device().node());
        BranchResponse branch = prediction == null
                ? null
                : prediction.branch(
                        assignment.app().toString(), assignment.device().device());
        return branch == null ? null : branch.response();
    }

    private static @Nullable ResponseTime mixture(List<ReplicaOutcome> replicas) {
        List<ResponseMixture.Part> parts = new ArrayList<>();
        for (ReplicaOutcome replica : replicas) {
            if (replica.assignment().share() > 0) {
                ResponseTime response = replica.response();
                if (response == null) {
                    return null;
                }
                parts.add(new ResponseMixture.Part(replica.assignment().share(), response));
            }
        }
        return parts.isEmpty() ? null : ResponseMixture.of(parts);
    }
}
