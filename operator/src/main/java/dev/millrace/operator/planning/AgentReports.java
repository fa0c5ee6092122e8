package dev.millrace.operator.planning;

import dev.millrace.crds.v1alpha1.AppOnNode;
import dev.millrace.crds.v1alpha1.AppState;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.InferenceNodeStatus;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.operator.condition.Reason;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.DeviceRef;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the agents say in their InferenceNodes' status, frozen. Silent nodes count as saying nothing. */
public final class AgentReports {
    private final Map<String, Long> runningEpochs = new HashMap<>();
    private final Set<String> readyNodes = new HashSet<>();
    private final Map<Replica, AppOnNode> apps = new HashMap<>();

    private AgentReports() {}

    /** Reads the status of the nodes. */
    public static AgentReports of(Collection<InferenceNode> nodes) {
        AgentReports reports = new AgentReports();
        nodes.forEach(reports::read);
        return reports;
    }

    private void read(InferenceNode node) {
        InferenceNodeStatus status = node.getStatus();
        if (status == null) {
            return;
        }
        String name = node.getMetadata().getName();
        if (Conditions.isTrue(status.conditions(), ConditionType.READY) || undecided(status)) {
            readyNodes.add(name);
        }
        if (status.planEpoch() != null) {
            runningEpochs.put(name, status.planEpoch());
        }
        if (status.apps() != null) {
            status.apps()
                    .forEach(app -> apps.put(
                            new Replica(new AppRef(app.namespace(), app.name()), new DeviceRef(name, app.device())),
                            app));
        }
    }

    /** While most agents are silent at once, what they said last stands. */
    private static boolean undecided(InferenceNodeStatus status) {
        return Conditions.find(status.conditions(), ConditionType.READY)
                .filter(ready -> Reason.AgentsSilent.name().equals(ready.getReason()))
                .isPresent();
    }

    /** Whether the node's agent renews its Lease. */
    public boolean nodeReady(String node) {
        return readyNodes.contains(node);
    }

    /** Whether the node's agent runs the plan of that number, or a newer one. */
    public boolean caughtUp(String node, long epoch) {
        return runningEpochs.getOrDefault(node, -1L) >= epoch;
    }

    /** Whether a live agent answers requests of the app there: with the planned copy, or with one that this is to replace. */
    public boolean serving(Replica replica) {
        return nodeReady(replica.device().node())
                && report(replica)
                        .filter(app -> app.state() == AppState.READY || Boolean.TRUE.equals(app.serving()))
                        .isPresent();
    }

    /** Whether a live agent reports the planned copy Ready. */
    public boolean loaded(Replica replica) {
        return nodeReady(replica.device().node())
                && report(replica).filter(app -> app.state() == AppState.READY).isPresent();
    }

    /** What the agent said last about the replica. */
    public Optional<AppOnNode> report(Replica replica) {
        return Optional.ofNullable(apps.get(replica));
    }
}
