package dev.millrace.operator.inferenceapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ObservedLatency;
import dev.millrace.crds.v1alpha1.Slo;
import dev.millrace.operator.Objects;
import dev.millrace.operator.planning.AgentReports;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ObservedTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Slo SLO = new Slo("80ms", null);

    /** A node whose agent saw {@code count} responses of that time. */
    private static InferenceNode node(String name, int count, long micros) {
        Histogram histogram = new Histogram(3);
        for (int i = 0; i < count; i++) {
            histogram.recordValue(micros);
        }
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return node(name, Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length)));
    }

    private static InferenceNode node(String name, String data) {
        return Objects.node(
                name,
                "{}",
                ("[{namespace: site-a, name: cam, device: tpu-0, state: Ready, observed: {encoding: HdrHistogramV2,"
                                + " data: \"%s\", ratePerSecond: 7.5, window: 60s}}]")
                        .formatted(data),
                1);
    }

    private static Optional<ObservedMerge.Observed> merge(InferenceNode... nodes) {
        return ObservedMerge.of(List.of(Seen.on("n1", 0.5), Seen.on("n2", 0.5)), AgentReports.of(List.of(nodes)), 80);
    }

    @Test
    void histogramsAddUp() {
        ObservedMerge.Observed observed =
                merge(node("n1", 90, 10_000), node("n2", 10, 100_000)).orElseThrow();

        assertThat(observed.latency().p50()).startsWith("10");
        assertThat(observed.latency().p95()).startsWith("100");
        assertThat(observed.latency().mean()).startsWith("19");
        assertThat(observed.latency().ratePerSecond()).isEqualTo(15.0);
        assertThat(observed.latency().window()).isEqualTo("60s");
        assertThat(observed.attainment()).isEqualTo(0.9);
    }

    @Test
    void tooFewResponsesSayNothing() {
        assertThat(merge(node("n1", 19, 10_000))).isEmpty();
        assertThat(merge()).isEmpty();
    }

    @Test
    void anUnreadableReportIsLeftOut() {
        assertThat(merge(node("n1", 50, 10_000), node("n2", "AAAAAAAA"))
                        .orElseThrow()
                        .latency()
                        .ratePerSecond())
                .isEqualTo(7.5);
    }

    private static ObservedLatency latency(String p95, double rate) {
        return new ObservedLatency("20ms", "18ms", "39ms", p95, "71ms", "105ms", rate, "60s");
    }

    @Test
    void theFirstFiguresAreWrittenAtOnce() {
        ObservedGate gate = new ObservedGate();
        ObservedLatency first = latency("48ms", 15);

        assertThat(gate.pass(Seen.CAM, SLO, null, first, NOON)).isEqualTo(first);
    }

    @Test
    void atMostOnceAMinuteAndOnlyOnAChange() {
        ObservedGate gate = new ObservedGate();
        ObservedLatency first = latency("48ms", 15);
        ObservedLatency slower = latency("60ms", 15);
        gate.pass(Seen.CAM, SLO, null, first, NOON);

        assertThat(gate.pass(Seen.CAM, SLO, first, slower, NOON.plusSeconds(59)))
                .as("too early")
                .isEqualTo(first);
        assertThat(gate.pass(Seen.CAM, SLO, first, latency("52ms", 16), NOON.plusSeconds(61)))
                .as("within 10 %")
                .isEqualTo(first);
        assertThat(gate.pass(Seen.CAM, SLO, first, slower, NOON.plusSeconds(62)))
                .isEqualTo(slower);
        assertThat(gate.open(Seen.CAM, NOON.plusSeconds(70))).isFalse();
    }

    @Test
    void withoutNewFiguresTheOldOnesStand() {
        ObservedLatency first = latency("48ms", 15);

        assertThat(new ObservedGate().pass(Seen.CAM, SLO, first, null, NOON)).isEqualTo(first);
    }
}
