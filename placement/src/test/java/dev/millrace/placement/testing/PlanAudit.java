package dev.millrace.placement.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.NodeModels;
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
import dev.millrace.placement.model.Profile;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.model.Variant;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks a plan against the rules from its assignments alone, without any of the planner's own bookkeeping. */
public final class PlanAudit {
    private PlanAudit() {}

    /** Everything that has to hold for a plan of the planner. */
    public static void check(ClusterSnapshot snapshot, Plan plan) {
        accountsForAll(snapshot, plan);
        memory(snapshot, plan.assignments());
        agreement(snapshot, plan.assignments());
        PlanEvaluation evaluation = evaluate(snapshot, plan);
        assertThat(evaluation.apps()).allMatch(AppOutcome::sloMet, "meets its SLO");
        double limit = snapshot.policy().maxUtilization() + 1e-6;
        assertThat(evaluation.devices()).allMatch(device -> device.load() <= limit, "is within maxUtilization");
    }

    public static PlanEvaluation evaluate(ClusterSnapshot snapshot, Plan plan) {
        return new PlanEvaluator(new QueueingPredictor(), Accuracy.ACCURATE)
                .evaluate(snapshot, plan.assignments(), plan.disciplines());
    }

    public static Set<String> hosted(Plan plan) {
        return plan.assignments().stream().map(one -> one.app().name()).collect(Collectors.toSet());
    }

    /** Every app is either assigned or refused, and its shares sum to one. */
    public static void accountsForAll(ClusterSnapshot snapshot, Plan plan) {
        Set<AppRef> refused = plan.refusals().stream().map(Refusal::app).collect(Collectors.toSet());
        Map<AppRef, Double> shares = new HashMap<>();
        plan.assignments().forEach(one -> shares.merge(one.app(), one.share(), Double::sum));
        for (App app : snapshot.apps()) {
            assertThat(shares.containsKey(app.ref()) ^ refused.contains(app.ref()))
                    .isTrue();
            if (shares.containsKey(app.ref())) {
                assertThat(shares.get(app.ref())).isBetween(1 - 1e-6, 1 + 1e-6);
            }
        }
    }

    /** Each copy counts once; devices without memory of their own share the host's. */
    public static void memory(ClusterSnapshot snapshot, List<Assignment> assignments) {
        Map<AppRef, App> apps = snapshot.appsByRef();
        for (Node node : snapshot.nodes()) {
            long host = 0;
            for (DeviceSpec device : node.devices()) {
                DeviceRef ref = new DeviceRef(node.name(), device.name());
                Set<String> copies = new HashSet<>();
                Map<String, Long> onChip = new HashMap<>();
                long used = 0;
                for (Assignment one : assignments) {
                    if (one.device().equals(ref)) {
                        App app = apps.get(one.app());
                        Variant variant = app.variant(one.variant());
                        Profile profile = variant.profiles().get(device.type());
                        if (copies.add(NodeModels.copyId(app, variant))) {
                            used += profile.memoryBytes();
                            if (one.coResidentSet() != null) {
                                onChip.merge(one.coResidentSet(), profile.onChipBytes(), Long::sum);
                            }
                        }
                    }
                }
                assertThat(onChip.values()).allMatch(bytes -> bytes <= device.onChipBytes(), "fits on chip");
                if (device.memoryBytes() == null) {
                    host += used;
                } else {
                    assertThat(used).isLessThanOrEqualTo(device.memoryBytes());
                }
            }
            assertThat(host).isLessThanOrEqualTo(node.memoryBytes());
        }
    }

    /** Apps that share a copy agree on its largest batch and its set. */
    public static void agreement(ClusterSnapshot snapshot, List<Assignment> assignments) {
        Map<AppRef, App> apps = snapshot.appsByRef();
        Map<String, Assignment> first = new HashMap<>();
        for (Assignment one : assignments) {
            App app = apps.get(one.app());
            String copy = one.device() + " " + NodeModels.copyId(app, app.variant(one.variant()));
            Assignment other = first.putIfAbsent(copy, one);
            if (other != null) {
                assertThat(one.maxBatch()).isEqualTo(other.maxBatch());
                assertThat(one.coResidentSet()).isEqualTo(other.coResidentSet());
            }
        }
    }
}
