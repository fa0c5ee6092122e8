package dev.millrace.operator.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.AgentInfo;
import dev.millrace.crds.v1alpha1.AppOnNode;
import dev.millrace.crds.v1alpha1.AppState;
import dev.millrace.crds.v1alpha1.CpuInfo;
import dev.millrace.crds.v1alpha1.DeviceClass;
import dev.millrace.crds.v1alpha1.DeviceHealth;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.InferenceNodeSpec;
import dev.millrace.crds.v1alpha1.InferenceNodeStatus;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.operator.Objects;
import dev.millrace.placement.PlacementSolvers;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the planner itself takes of the time to admit one more app into a large cluster: processor time of its thread, so that
 * the figures hold on a busy machine too.
 */
@Tag("long")
class PlanningScaleTest {
    private static final int NODES = 500;
    private static final int APPS = 5000;
    private static final int WARM_UP = 30;
    private static final int MORE = 100;
    private static final double MOST_P99_MS = 100;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<DeviceStatus> DEVICES = List.of(device("tpu-0"), device("tpu-1"));
    private static final Condition READY = new ConditionBuilder()
            .withType("Ready")
            .withStatus("True")
            .withReason("AgentReady")
            .withMessage("")
            .withLastTransitionTime("2026-01-01T00:00:00Z")
            .build();

    private final PlanningPass planning =
            new PlanningPass(new PlanSearch(PlacementSolvers::named), Duration.ofSeconds(2));
    private final InferenceModel model = Objects.model();
    private final ModelProfile profile = Objects.profile();
    private final List<InferenceApp> apps = new ArrayList<>();
    private final Map<String, InferenceNode> nodes = new TreeMap<>();

    private static DeviceStatus device(String name) {
        return new DeviceStatus(name, DeviceClass.EDGE_TPU, "coral-usb", "6.9Mi", null, DeviceHealth.HEALTHY, true);
    }

    @Test
    void oneMoreOfFiveThousandApps() {
        model.getMetadata().setUid("model");
        profile.getMetadata().setUid("profile");
        for (int i = 0; i < NODES; i++) {
            nodes.put("n" + i, node("n" + i, null));
        }
        for (int i = 0; i < APPS; i++) {
            apps.add(Objects.simpleApp("app-" + i));
        }
        double allMs = 0;
        do {
            allMs += pass();
        } while (planning.unfinished());
        assertThat(planning.state().decisions().values()).hasSize(APPS).allMatch(AppDecision::placed);
        report();

        List<Double> admitted = new ArrayList<>();
        List<Double> reported = new ArrayList<>();
        for (int i = 0; i < WARM_UP + MORE; i++) {
            apps.add(Objects.simpleApp("late-" + i));
            double admission = pass();
            report();
            double afterReport = pass();
            if (i >= WARM_UP) {
                admitted.add(admission);
                reported.add(afterReport);
            }
        }
        admitted.sort(null);
        reported.sort(null);
        double p99 = admitted.get((int) Math.ceil(0.99 * MORE) - 1);
        System.out.printf(
                Locale.ROOT,
                "%d nodes, %d apps planned in %.1f s of processor time; one more of %d: p50 %.0f ms, p99 %.0f ms;"
                        + " a pass for an agent's report: p50 %.0f ms%n",
                NODES,
                APPS,
                allMs / 1000,
                MORE,
                admitted.get(MORE / 2),
                p99,
                reported.get(MORE / 2));
        assertThat(planning.state().decisions().values()).allMatch(AppDecision::placed);
        assertThat(p99).isLessThan(MOST_P99_MS);
    }

    /** Processor time of one pass, in ms. */
    private double pass() {
        ClusterView view = new ClusterView(
                apps, List.of(model), List.of(profile), List.copyOf(nodes.values()), List.of(), Map.of());
        long before = THREADS.getCurrentThreadCpuTime();
        planning.pass(view);
        return (THREADS.getCurrentThreadCpuTime() - before) / 1e6;
    }

    /** Every agent runs what it was told. */
    private void report() {
        planning.state().nodes().forEach((name, told) -> {
            InferenceNode now = nodes.get(name);
            if (now.getSpec() == null || now.getSpec().planEpoch().longValue() != told.epoch()) {
                nodes.put(name, node(name, told));
            }
        });
    }

    private static InferenceNode node(String name, @Nullable NodeTarget told) {
        InferenceNode node = new InferenceNode();
        node.setMetadata(
                new ObjectMetaBuilder().withName(name).withGeneration(1L).build());
        List<AppOnNode> running = List.of();
        if (told != null) {
            node.setSpec(new InferenceNodeSpec(
                    null,
                    null,
                    told.epoch(),
                    told.plan().assignments(),
                    told.plan().disciplines(),
                    told.plan().routes(),
                    null));
            running = told.plan().assignments().stream()
                    .map(a -> new AppOnNode(
                            a.app().namespace(), a.app().name(), a.device(), AppState.READY, null, null, null, null))
                    .toList();
        }
        node.setStatus(new InferenceNodeStatus(
                told == null ? null : told.epoch(),
                new AgentInfo("test", "10.0.0.1", 8000, 8001, 8002),
                new CpuInfo(4),
                "1Gi",
                DEVICES,
                running,
                null,
                null,
                List.of(READY)));
        return node;
    }
}
