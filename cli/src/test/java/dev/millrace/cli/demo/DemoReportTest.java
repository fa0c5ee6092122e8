package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cli.load.AppObservation;
import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.ReplicaOutcome;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.placement.model.Slo;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.result.ResponseTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoReportTest {
    /** Every request takes the same time. */
    private record Constant(double meanMs) implements ResponseTime {
        @Override
        public double quantileMs(double p) {
            return meanMs;
        }

        @Override
        public double cdf(double ms) {
            return ms < meanMs ? 0 : 1;
        }
    }

    @Test
    void requestsWeighTheMeanOverEmulatedDevices() {
        DemoReport report = report(
                row("often", 10, 11, 0.1, 300, true),
                row("seldom", 40, 40, 0.1, 100, true),
                row("real", 5, 50, 1, 900, false));
        assertThat(report.predictedMeanMs()).isCloseTo((10 * 300 + 40 * 100) / 400.0, within(1e-9));
        assertThat(report.observedMeanMs()).isCloseTo((11 * 300 + 40 * 100) / 400.0, within(1e-9));
    }

    @Test
    void aMeanIsAsPredictedWithinTenPercentOrItsInterval() {
        assertThat(row("a", 10, 10.9, 0.1, 10, true).meanAsPredicted()).isTrue();
        assertThat(row("a", 10, 12, 0.1, 10, true).meanAsPredicted()).isFalse();
        assertThat(row("a", 10, 12, 2.5, 10, true).meanAsPredicted()).isTrue();
    }

    @Test
    void oneMissedObjectiveIsAMiss() {
        assertThat(report(row("a", 10, 10, 1, 10, true)).allMet()).isTrue();
        assertThat(report(row("a", 10, 10, 1, 10, true), row("b", 10, 101, 1, 10, true))
                        .allMet())
                .isFalse();
    }

    @Test
    void tableLabelsEmulatedDevicesAndNamesTheRefused() {
        StringWriter text = new StringWriter();
        DemoTable.print(report(row("a", 10, 11, 1, 10, true), row("b", 10, 10, 1, 10, false)), new PrintWriter(text));
        assertThat(text.toString().lines())
                .anySatisfy(line -> assertThat(line).contains("t/a", "n/d (emulated)", "p95<100ms", "+10.0%", "yes"))
                .anySatisfy(line -> assertThat(line).contains("t/b", "n/d ").doesNotContain("emulated"))
                .anySatisfy(line -> assertThat(line).contains("Refused: t/no: SLOViolated: too slow"))
                .anySatisfy(line -> assertThat(line).contains("predicted 10.0 ms, observed 11.0 ms (+10.0%); 1 of 1"))
                .anySatisfy(line -> assertThat(line).contains("All SLOs of the 2 placed apps met: yes"));
    }

    @Test
    void documentHasTheShapeOfAPlan() {
        JsonNode document = new ObjectMapper().valueToTree(DemoDocument.of(report(row("a", 10, 11, 1, 10, true))));
        assertThat(document.at("/placed").asInt()).isEqualTo(1);
        assertThat(document.at("/refused").asInt()).isEqualTo(1);
        assertThat(document.at("/apps/0/responseMs/p99.9").asDouble()).isEqualTo(11);
        assertThat(document.at("/apps/0/predictedMs/mean").asDouble()).isEqualTo(10);
        assertThat(document.at("/apps/0/replicas/0/device").asText()).isEqualTo("d");
        assertThat(document.at("/apps/1/reason/code").asText()).isEqualTo("SLOViolated");
        assertThat(document.at("/summary/allSlosMet").asBoolean()).isTrue();
    }

    private static DemoReport report(DemoRow... rows) {
        return new DemoReport(
                "millrace",
                List.of(rows),
                List.of(new Refusal(new AppRef("t", "no"), RefusalReason.SLOViolated, "too slow", List.of())),
                List.of());
    }

    private static DemoRow row(
            String name, double predictedMs, double observedMs, double halfWidthMs, long requests, boolean emulated) {
        AppRef ref = new AppRef("t", name);
        Slo slo = new Slo(Objective.P95, 100);
        App app = new App(
                ref, null, ArrivalProcess.poisson(1), slo, 0, 0, 1, 1, 0, false, Map.of(), List.of(), List.of());
        Assignment assignment = new Assignment(ref, new DeviceRef("n", "d"), "v", 1, 1, null);
        ResponseTime predicted = new Constant(predictedMs);
        return new DemoRow(
                app,
                new AppOutcome(ref, predicted, true, List.of(new ReplicaOutcome(assignment, predicted))),
                new AppObservation(ref, slo, requests, Map.of(), 1, new Constant(observedMs), halfWidthMs, 1),
                emulated);
    }
}
