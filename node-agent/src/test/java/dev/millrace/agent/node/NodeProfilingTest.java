package dev.millrace.agent.node;

import static dev.millrace.agent.Manifests.assignment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.agent.Manifests;
import dev.millrace.agent.RunningAgent;
import dev.millrace.agent.plan.PlanInputs;
import dev.millrace.agent.profile.MeasuredRows;
import dev.millrace.agent.profile.Measurement;
import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.ServiceTimeRow;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What {@code spec.profiling} asks for is measured on real devices when they are idle. */
class NodeProfilingTest {
    private static final String IMAGES = """
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceApp
            metadata: {name: photos, namespace: site}
            spec:
              modelRef: {name: angle}
              arrivals: {ratePerSecond: 1000}
              slo: {latency: 80ms}
              preprocess: {image: {width: 192, height: 48, layout: NCHW}}
            ---
            """;

    @Test
    void aModelIsMeasuredWithTheSizesThatItsAppSays() throws Exception {
        try (RunningAgent agent = new RunningAgent(inputs(IMAGES, task("cpu", "cpu-0", "[1, 2]")))) {
            ProfilingReport report = settled(agent).getFirst();
            assertThat(report.state()).as(report.message()).isEqualTo(ProfilingReport.State.MEASURED);
            Measurement measured = Objects.requireNonNull(report.measured());
            assertThat(measured.deviceType()).isEqualTo("x86-64");
            assertThat(measured.sha256()).matches("[0-9a-f]{64}");
            assertThat(measured.memoryBytes()).isGreaterThan(500_000);
            assertThat(measured.switchNanos()).isEmpty();
            List<ServiceTimeRow> rows = MeasuredRows.of(measured.times());
            assertThat(rows).extracting(ServiceTimeRow::batch).containsExactly(1, 2);
            assertThat(rows)
                    .allSatisfy(row -> assertThat(Durations.millis(row.mean())).isPositive());
        }
    }

    @Test
    void whatCannotBeMeasuredSaysWhy() throws Exception {
        try (RunningAgent agent = new RunningAgent(inputs(
                "",
                task("cpu", "cpu-0", "[1]"),
                task("absent", "cpu-0", "[1]"),
                task("edgetpu", "edgetpu-0", "[1]"),
                task("edgetpu", "edgetpu-9", "[1]")))) {
            assertThat(settled(agent))
                    .extracting(ProfilingReport::reason)
                    .containsExactly("OpenShape", "NotFound", "Emulated", "DeviceAbsent");
        }
    }

    @Test
    void aDeviceThatServesIsLeftAloneAndResultsGoWithTheirTask() throws Exception {
        PlanInputs inputs = inputs(IMAGES, task("cpu", "cpu-0", "[1]"));
        try (RunningAgent agent = new RunningAgent(inputs)) {
            AtomicBoolean stop = new AtomicBoolean();
            CompletableFuture<Void> client = CompletableFuture.runAsync(() -> {
                while (!stop.get()) {
                    infer(agent);
                }
            });
            RunningAgent.until(() -> reports(agent).getFirst().reason().equals("DeviceBusy"));
            stop.set(true);
            client.join();
            assertThat(settled(agent).getFirst().state()).isEqualTo(ProfilingReport.State.MEASURED);
            agent.apply(inputs(IMAGES));
            assertThat(reports(agent)).isEmpty();
        }
    }

    private static void infer(RunningAgent agent) {
        try {
            agent.post(
                    "/v2/models/site.cam/infer",
                    "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3,8,8],\"data\":["
                            + "0.5,".repeat(3 * 8 * 8 - 1) + "0.5]}]}");
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<ProfilingReport> settled(RunningAgent agent) {
        RunningAgent.until(() -> reports(agent).stream()
                .allMatch(report -> report.state() == ProfilingReport.State.MEASURED
                        || report.state() == ProfilingReport.State.FAILED));
        return reports(agent);
    }

    private static List<ProfilingReport> reports(RunningAgent agent) {
        return agent.agent().runtime().profiles();
    }

    private static String task(String variant, String device, String batches) {
        return "{model: {namespace: site, name: angle}, variant: " + variant + ", device: " + device + ", batches: "
                + batches + "}";
    }

    private static PlanInputs inputs(String more, String... tasks) {
        String yaml = Manifests.yaml(1, assignment("cam", "cpu-0", "cpu", 1));
        return Manifests.parse(more
                + yaml.replace("  assignments:", "  profiling: [" + String.join(", ", tasks) + "]\n  assignments:"));
    }
}
