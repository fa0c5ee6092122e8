package dev.millrace.operator.inferenceapp;

import dev.millrace.crds.v1alpha1.AgentInfo;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ObservedLatency;
import dev.millrace.operator.Objects;
import dev.millrace.operator.condition.Reason;
import dev.millrace.operator.planning.AgentReports;
import dev.millrace.operator.planning.AppDecision;
import dev.millrace.operator.planning.AppDecision.Outcome;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.queueing.result.ResponseSummary;
import java.util.List;
import java.util.Map;

/** Observations of an app {@code cam} for tests. */
final class Seen {
    static final AppRef CAM = new AppRef("site-a", "cam");
    private static final ResponseSummary PREDICTED = new ResponseSummary(21, 18, 39, 48, 71, 105);

    private Seen() {}

    static Assignment on(String node, double share) {
        return new Assignment(CAM, new DeviceRef(node, "tpu-0"), "edgetpu", share, 1, null);
    }

    static AppDecision placed(Assignment... places) {
        return new AppDecision(
                CAM,
                "uid-cam",
                1,
                Outcome.PLACED,
                Reason.Placed,
                "on " + places[0].device(),
                List.of(places),
                PREDICTED,
                true);
    }

    static AppDecision refused(Outcome outcome, Reason reason) {
        return new AppDecision(CAM, "uid-cam", 1, outcome, reason, "a sentence", List.of(), null, false);
    }

    static AppObservation of(AppDecision decision, List<Assignment> inForce, InferenceNode... nodes) {
        return of(Objects.simpleApp("cam"), decision, inForce, false, null, "10.1.2.3", nodes);
    }

    static AppObservation of(
            InferenceApp app,
            AppDecision decision,
            List<Assignment> inForce,
            boolean conflict,
            ObservedLatency observed,
            String address,
            InferenceNode... nodes) {
        return new AppObservation(
                app,
                decision,
                inForce,
                AgentReports.of(List.of(nodes)),
                Map.of(
                        "n1", new AgentInfo("1", address, 8100, 8101, 8102),
                        "n2", new AgentInfo("1", address, 8200, 8201, 8202)),
                conflict,
                observed,
                null);
    }

    static InferenceNode agent(String node, String state) {
        return Objects.node(
                node,
                "{}",
                "[{namespace: site-a, name: cam, device: tpu-0, state: %s, message: because}]".formatted(state),
                1);
    }

    static InferenceNode silentAgent(String node) {
        return Objects.node(node, "{}", "[{namespace: site-a, name: cam, device: tpu-0, state: Ready}]", 1, false);
    }
}
