package dev.millrace.queueing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.queueing.cpu.ConstantServiceStation;
import dev.millrace.queueing.gpu.SharedGpu;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.ResponseSummary;
import dev.millrace.queueing.result.ResponseTime;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Laws that hold whatever the figures: loads are kept below 0.9 by construction. */
class PredictorPropertiesTest {
    private static final QueueingPredictor PREDICTOR = new QueueingPredictor();

    /** Numerical noise at steps of a distribution function. */
    private static final double ALMOST = 1 - 1e-6;

    /** One EdgeTPU with a copy per entry; entries weigh its share of the load. */
    private static NodeModel edgeTpu(List<Double> weights, double load, double switchMs, double scale) {
        Nodes nodes = Nodes.edgeTpu();
        double total = weights.stream().mapToDouble(w -> w).sum();
        for (int i = 0; i < weights.size(); i++) {
            double serviceMs = 5 + 7.0 * i;
            double perMs = load * weights.get(i) / total / (serviceMs + switchMs);
            nodes.poisson("s" + i, 1000 * perMs / scale, serviceMs * scale, switchMs * scale);
        }
        return nodes.node();
    }

    private static ResponseSummary summary(NodeModel node, int stream, Accuracy accuracy) {
        BranchResponse branch = Objects.requireNonNull(PREDICTOR
                .predict(node, accuracy)
                .branch("s" + stream, node.devices().getFirst().name()));
        return ResponseSummary.of(Objects.requireNonNull(branch.response(), branch.method()));
    }

    @Property(tries = 60, seed = "20260101")
    void percentilesAreOrdered(
            @ForAll @Size(min = 1, max = 6) List<@DoubleRange(min = 0.05, max = 1) Double> weights,
            @ForAll @DoubleRange(min = 0.05, max = 0.9) double load,
            @ForAll @DoubleRange(min = 0, max = 30) double switchMs) {
        NodeModel node = edgeTpu(weights, load, switchMs, 1);
        for (int i = 0; i < weights.size(); i++) {
            ResponseSummary r = summary(node, i, Accuracy.FAST);
            assertThat(r.p50Ms()).isGreaterThanOrEqualTo(5 + 7.0 * i);
            assertThat(r.p90Ms()).isGreaterThanOrEqualTo(r.p50Ms() * ALMOST);
            assertThat(r.p95Ms()).isGreaterThanOrEqualTo(r.p90Ms() * ALMOST);
            assertThat(r.p99Ms()).isGreaterThanOrEqualTo(r.p95Ms() * ALMOST);
            assertThat(r.p999Ms()).isGreaterThanOrEqualTo(r.p99Ms() * ALMOST);
            assertThat(r.meanMs()).isBetween(5 + 7.0 * i, r.p999Ms());
        }
    }

    @Property(tries = 40, seed = "20260101")
    void slowingTimeDownScalesEverything(
            @ForAll @Size(min = 1, max = 4) List<@DoubleRange(min = 0.05, max = 1) Double> weights,
            @ForAll @DoubleRange(min = 0.1, max = 0.85) double load,
            @ForAll @DoubleRange(min = 0.1, max = 50) double scale) {
        ResponseSummary one = summary(edgeTpu(weights, load, 9, 1), 0, Accuracy.FAST);
        ResponseSummary scaled = summary(edgeTpu(weights, load, 9, scale), 0, Accuracy.FAST);
        assertThat(scaled.meanMs()).isCloseTo(scale * one.meanMs(), withinPercentage(0.01));
        assertThat(scaled.p95Ms()).isCloseTo(scale * one.p95Ms(), withinPercentage(0.02));
    }

    @Property(tries = 40, seed = "20260101")
    void moreSwitchTimeNeverHelps(
            @ForAll @Size(min = 2, max = 4) List<@DoubleRange(min = 0.1, max = 1) Double> weights,
            @ForAll @DoubleRange(min = 0, max = 8) double switchMs) {
        // Equal rates on both sides: those that 12 ms of switching would load to 0.85.
        Nodes less = Nodes.edgeTpu();
        Nodes more = Nodes.edgeTpu();
        double total = weights.stream().mapToDouble(w -> w).sum();
        for (int i = 0; i < weights.size(); i++) {
            double perSecond = 850 * weights.get(i) / total / (10 + i + 12);
            less.poisson("s" + i, perSecond, 10 + i, switchMs);
            more.poisson("s" + i, perSecond, 10 + i, switchMs + 3);
        }
        ResponseSummary a = summary(less.node(), 0, Accuracy.FAST);
        ResponseSummary b = summary(more.node(), 0, Accuracy.FAST);
        assertThat(b.meanMs()).isGreaterThan(a.meanMs());
        assertThat(b.p95Ms()).isGreaterThan(0.9999 * a.p95Ms());
    }

    @Property(tries = 25, seed = "20260101")
    void aHigherRateNeverHelpsWhereNothingSwitches(
            @ForAll @DoubleRange(min = 0.1, max = 0.85) double load,
            @ForAll @DoubleRange(min = 0, max = 1) double cv2,
            @ForAll @DoubleRange(min = 0.2, max = 3) double gapCv2) {
        ResponseSummary slower = renewal(load, cv2, gapCv2);
        ResponseSummary faster = renewal(load + 0.05, cv2, gapCv2);
        assertThat(faster.meanMs()).isGreaterThan(slower.meanMs());
        assertThat(faster.p99Ms()).isGreaterThan(0.9999 * slower.p99Ms());
    }

    private static ResponseSummary renewal(double load, double cv2, double gapCv2) {
        NodeModel node = Nodes.gpu().copy("m", 10, cv2, 0, null).stream(
                        "s0", ArrivalProcess.general(100 * load, gapCv2), "m")
                .node();
        return summary(node, 0, Accuracy.FAST);
    }

    @Property(tries = 20, seed = "20260101")
    void sharedGpuConservesWork(
            @ForAll @IntRange(min = 2, max = 5) int copies, @ForAll @DoubleRange(min = 0.1, max = 0.85) double load) {
        Nodes nodes = Nodes.gpu();
        for (int i = 0; i < copies; i++) {
            nodes.poisson("s" + i, 1000 * load / copies / 20, 20, 0);
        }
        NodeModel node = nodes.node();
        // Equal copies: by symmetry each one's mean follows from the device's conserved work.
        double first = meanMs(node, 0);
        double last = meanMs(node, copies - 1);
        assertThat(first).isCloseTo(last, withinPercentage(1e-6));
        double alone = 20 + load * 20 / (2 * (1 - load));
        assertThat(first).isGreaterThan(0.999 * alone);
    }

    @Property(tries = 40, seed = "20260101")
    void longerServiceNeverHelps(
            @ForAll @Size(min = 1, max = 4) List<@DoubleRange(min = 0.1, max = 1) Double> weights,
            @ForAll @IntRange(min = 0, max = 3) int longer) {
        // Equal rates on both sides: those that services of 4 ms more would load to 0.85.
        Nodes less = Nodes.edgeTpu();
        Nodes more = Nodes.edgeTpu();
        double total = weights.stream().mapToDouble(w -> w).sum();
        for (int i = 0; i < weights.size(); i++) {
            double perSecond = 850 * weights.get(i) / total / (10 + i + 4 + 6);
            less.poisson("s" + i, perSecond, 10 + i, 6);
            more.poisson("s" + i, perSecond, 10 + i + (i == longer % weights.size() ? 4 : 0), 6);
        }
        ResponseSummary a = summary(less.node(), 0, Accuracy.ACCURATE);
        ResponseSummary b = summary(more.node(), 0, Accuracy.ACCURATE);
        assertThat(b.meanMs()).isGreaterThan(a.meanMs());
        assertThat(b.p95Ms()).isGreaterThan(0.9999 * a.p95Ms());
    }

    /** Work is conserved: what waits, and what is left at the heads of the queues, is the workload of M/G/1. */
    @Property(tries = 60, seed = "20260101")
    void copiesOfAGpuShareTheWorkOfOneQueue(
            @ForAll @Size(min = 2, max = 6) List<@DoubleRange(min = 0.1, max = 1) Double> weights,
            @ForAll @DoubleRange(min = 0.1, max = 0.85) double load,
            @ForAll @DoubleRange(min = 0, max = 1) double cv2) {
        int n = weights.size();
        double total = weights.stream().mapToDouble(w -> w).sum();
        double[] rates = new double[n];
        ServiceTime[] times = new ServiceTime[n];
        double workload = 0;
        for (int i = 0; i < n; i++) {
            times[i] = new ServiceTime(10 + 4 * i, cv2 < 1e-3 ? 0 : cv2);
            rates[i] = load * weights.get(i) / total / times[i].meanMs();
            workload += rates[i] * times[i].secondMoment() / (2 * (1 - load));
        }
        SharedGpu gpu = new SharedGpu(rates, times);
        double[] busy = gpu.busyProbabilities();
        double[] mean = gpu.meanMs();
        double atHeads = 0;
        double waiting = 0;
        double least = 0;
        for (int i = 0; i < n; i++) {
            atHeads += busy[i] * times[i].secondMoment() / (2 * times[i].meanMs());
            waiting += rates[i] * times[i].meanMs() * (mean[i] - busy[i] / rates[i]);
            double at = busy[i] / rates[i];
            least += rates[i] * times[i].meanMs() * at * busy[i] * (1 + times[i].cv2()) / (2 * (1 - busy[i]));
        }
        // Where busy queues alone would hold more than there is, both halves of the estimate cannot meet it.
        if (least <= workload - atHeads) {
            assertThat(waiting + atHeads).isCloseTo(workload, withinPercentage(0.1));
        }
    }

    /** In order of arrival without switching everybody waits as long, and waiting work is that of Pollaczek-Khinchine. */
    @Property(tries = 40, seed = "20260101")
    void withoutSwitchingAllWaitAlike(
            @ForAll @Size(min = 1, max = 6) List<@DoubleRange(min = 0.05, max = 1) Double> weights,
            @ForAll @DoubleRange(min = 0.05, max = 0.9) double load) {
        NodeModel node = edgeTpu(weights, load, 0, 1);
        double second = 0;
        for (int i = 0; i < weights.size(); i++) {
            double serviceMs = 5 + 7.0 * i;
            second += node.streams().get(i).arrivals().ratePerMs() * serviceMs * serviceMs;
        }
        for (Accuracy accuracy : Accuracy.values()) {
            for (int i = 0; i < weights.size(); i++) {
                assertThat(summary(node, i, accuracy).meanMs() - 5 - 7.0 * i)
                        .isCloseTo(second / (2 * (1 - load)), withinPercentage(0.001));
            }
        }
    }

    @Property(tries = 30, seed = "20260101")
    void limitsMeetTheirClosedForms(
            @ForAll @DoubleRange(min = 0.05, max = 0.9) double load,
            @ForAll @DoubleRange(min = 0, max = 30) double switchMs) {
        // One class never switches; one core is one server; a copy that has the GPU to itself shares with nobody.
        double mean = 20 + load * 20 / (2 * (1 - load));
        ResponseSummary tpu =
                summary(Nodes.edgeTpu().poisson("s0", 50 * load, 20, switchMs).node(), 0, Accuracy.ACCURATE);
        ResponseSummary core =
                summary(Nodes.cpu(1).poisson("s0", 50 * load, 20, 0).node(), 0, Accuracy.ACCURATE);
        ResponseSummary gpu =
                summary(Nodes.gpu().poisson("s0", 50 * load, 20, 0).node(), 0, Accuracy.ACCURATE);
        assertThat(tpu.meanMs()).isCloseTo(mean, withinPercentage(0.001));
        assertThat(core).isEqualTo(tpu);
        assertThat(gpu).isEqualTo(tpu);
        ResponseTime station = new ConstantServiceStation(1, load / 20, 20);
        assertThat(tpu.p95Ms()).isCloseTo(station.quantileMs(0.95), withinPercentage(0.1));
        assertThat(tpu.p99Ms()).isCloseTo(station.quantileMs(0.99), withinPercentage(0.1));
    }

    private static double meanMs(NodeModel node, int stream) {
        BranchResponse branch =
                Objects.requireNonNull(PREDICTOR.predict(node, Accuracy.FAST).branch("s" + stream, "gpu-0"));
        return Objects.requireNonNull(branch.response()).meanMs();
    }
}
