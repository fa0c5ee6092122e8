package dev.millrace.operator.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.operator.Objects;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.Profile;
import dev.millrace.placement.model.Slo;
import dev.millrace.placement.model.Variant;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.ServiceTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolloutTest {
    private static final long MIB = 1 << 20;

    private static Assignment on(String app, String node, double share) {
        return new Assignment(new AppRef("site-a", app), new DeviceRef(node, "tpu-0"), "edgetpu", share, 1, null);
    }

    private static InferenceNode agent(String name, long epoch, String... readyApps) {
        List<String> apps = new ArrayList<>();
        for (String app : readyApps) {
            apps.add("{namespace: site-a, name: %s, device: tpu-0, state: Ready}".formatted(app));
        }
        return Objects.node(name, "{}", "[" + String.join(",", apps) + "]", epoch);
    }

    private static ClusterSnapshot snapshot(long copyBytes, long deviceBytes, String... names) {
        List<App> apps = new ArrayList<>();
        for (String name : names) {
            Profile profile = new Profile(BatchServiceTimes.single(new ServiceTime(5, 0)), 10, copyBytes, 0, 0);
            apps.add(new App(
                    new AppRef("site-a", name),
                    null,
                    ArrivalProcess.poisson(1),
                    new Slo(Objective.MEAN, 100),
                    0,
                    0,
                    1,
                    1,
                    0,
                    true,
                    Map.of(),
                    List.of(),
                    List.of(new Variant("edgetpu", DeviceClass.EDGE_TPU, "file:x", Map.of("coral-usb", profile)))));
        }
        List<Node> nodes = new ArrayList<>();
        for (String name : List.of("n1", "n2")) {
            DeviceSpec device = new DeviceSpec("tpu-0", DeviceClass.EDGE_TPU, "coral-usb", deviceBytes, 0, true);
            nodes.add(new Node(name, Map.of(), List.of(), true, 4, 1 << 30, 0, List.of(device)));
        }
        return new ClusterSnapshot(apps, nodes, Policy.defaults(), List.of(), Map.of());
    }

    private static List<Assignment> next(
            List<Assignment> inForce,
            List<Assignment> target,
            long epoch,
            ClusterSnapshot snapshot,
            InferenceNode... agents) {
        return Rollout.next(
                inForce,
                target,
                Map.of("n1", epoch, "n2", epoch),
                AgentReports.of(List.of(agents)),
                CopyMemory.of(snapshot));
    }

    private static final ClusterSnapshot ROOMY = snapshot(MIB, 100 * MIB, "a", "b");

    @Test
    void aNewAppIsAssignedAtOnce() {
        List<Assignment> target = List.of(on("a", "n1", 1));

        assertThat(next(List.of(), target, 0, ROOMY, agent("n1", 0))).isEqualTo(target);
    }

    @Test
    void anAppThatIsGoneIsUnloaded() {
        assertThat(next(List.of(on("a", "n1", 1)), List.of(), 1, ROOMY, agent("n1", 1, "a")))
                .isEmpty();
    }

    @Test
    void aMoveIsMadeBeforeItIsBroken() {
        List<Assignment> before = List.of(on("a", "n1", 1));
        List<Assignment> target = List.of(on("a", "n2", 1));
        List<Assignment> preload = List.of(on("a", "n1", 1), on("a", "n2", 0));
        List<Assignment> drain = List.of(on("a", "n1", 0), on("a", "n2", 1));

        assertThat(next(before, target, 1, ROOMY, agent("n1", 1, "a"), agent("n2", 1)))
                .as("preload beside what serves")
                .isEqualTo(preload);
        assertThat(next(preload, target, 2, ROOMY, agent("n1", 2, "a"), agent("n2", 2)))
                .as("nothing moves until the target is Ready")
                .isEqualTo(preload);
        assertThat(next(preload, target, 2, ROOMY, agent("n1", 2, "a"), agent("n2", 1, "a")))
                .as("a report on an older plan does not count")
                .isEqualTo(preload);
        assertThat(next(preload, target, 2, ROOMY, agent("n1", 2, "a"), agent("n2", 2, "a")))
                .as("the traffic switches, the source drains")
                .isEqualTo(drain);
        assertThat(next(drain, target, 3, ROOMY, agent("n1", 2, "a"), agent("n2", 3, "a")))
                .as("the source stays until its agent runs the switched plan")
                .isEqualTo(drain);
        assertThat(next(drain, target, 3, ROOMY, agent("n1", 3, "a"), agent("n2", 3, "a")))
                .as("then it is unloaded")
                .isEqualTo(target);
    }

    @Test
    void aLostNodeIsNotWaitedFor() {
        List<Assignment> target = List.of(on("a", "n2", 1));
        InferenceNode lost =
                Objects.node("n1", "{}", "[{namespace: site-a, name: a, device: tpu-0, state: Ready}]", 1, false);

        assertThat(next(List.of(on("a", "n1", 1)), target, 1, ROOMY, lost, agent("n2", 1)))
                .isEqualTo(target);
    }

    @Test
    void aPlanThatGoesBackEndsTheMove() {
        List<Assignment> preload = List.of(on("a", "n1", 1), on("a", "n2", 0));
        List<Assignment> target = List.of(on("a", "n1", 1));

        assertThat(next(preload, target, 2, ROOMY, agent("n1", 2, "a"), agent("n2", 2)))
                .isEqualTo(target);
    }

    @Test
    void aSecondReplicaIsLoadedBeforeItSharesTheTraffic() {
        List<Assignment> target = List.of(on("a", "n1", 0.5), on("a", "n2", 0.5));
        List<Assignment> preload = List.of(on("a", "n1", 1), on("a", "n2", 0));

        assertThat(next(List.of(on("a", "n1", 1)), target, 1, ROOMY, agent("n1", 1, "a"), agent("n2", 1)))
                .isEqualTo(preload);
        assertThat(next(preload, target, 2, ROOMY, agent("n1", 2, "a"), agent("n2", 2, "a")))
                .isEqualTo(target);
    }

    @Test
    void aSwapWithoutRoomIsBrokenForOneAppOnly() {
        ClusterSnapshot tight = snapshot(60 * MIB, 100 * MIB, "a", "b");
        List<Assignment> before = List.of(on("a", "n1", 1), on("b", "n2", 1));
        List<Assignment> target = List.of(on("a", "n2", 1), on("b", "n1", 1));

        List<Assignment> step = next(before, target, 1, tight, agent("n1", 1, "a"), agent("n2", 1, "b"));

        assertThat(step).as("a keeps serving, b makes room").containsExactly(on("a", "n1", 1), on("b", "n1", 1));
    }

    @Test
    void aPreloadThatDoesNotFitWaitsForADeparture() {
        ClusterSnapshot tight = snapshot(60 * MIB, 100 * MIB, "a", "b");
        List<Assignment> draining = List.of(on("a", "n1", 1), on("b", "n1", 1), on("b", "n2", 0));
        List<Assignment> target = List.of(on("a", "n2", 1), on("b", "n1", 1));

        assertThat(next(draining, target, 2, tight, agent("n1", 2, "a", "b"), agent("n2", 1, "b")))
                .as("b's drain on n2 is not acknowledged yet")
                .isEqualTo(draining);
    }

    @Test
    void atItsTargetNothingMoves() {
        List<Assignment> target = List.of(on("a", "n1", 1), on("b", "n2", 1));

        assertThat(next(target, target, 4, ROOMY, agent("n1", 4, "a"), agent("n2", 4, "b")))
                .isEqualTo(target);
    }
}
