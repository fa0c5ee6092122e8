package dev.millrace.bench;

import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.ResponseTime;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time of a prediction of one device, from the description of its node to the figures of all its apps. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class PredictorBenchmark {
    private static final double[] PROBABILITIES = {0.5, 0.9, 0.95, 0.99};

    /** EdgeTPUs of 1 to 8 copies. */
    @State(Scope.Benchmark)
    public static class EdgeTpu {
        @Param({"1", "2", "4", "6", "8"})
        int copies = 1;

        NodeModel node;

        @Setup
        public void prepare() {
            node = Workload.edgeTpu().of(copies);
        }
    }

    /** GPUs of 1 to 6 copies. */
    @State(Scope.Benchmark)
    public static class Gpu {
        @Param({"1", "2", "3", "4", "6"})
        int copies = 1;

        NodeModel node;

        @Setup
        public void prepare() {
            node = Workload.gpu().of(copies);
        }
    }

    /** A device of each class and discipline, with and without what makes it harder. */
    @State(Scope.Benchmark)
    public static class AnyDevice {
        @Param
        DeviceKind device = DeviceKind.EDGETPU_4;

        NodeModel node;

        @Setup
        public void prepare() {
            node = device.node();
        }
    }

    /** Means of all apps, as the solver's inner loop asks for them. */
    @Benchmark
    public double fastMeanEdgeTpu(EdgeTpu state) {
        return means(state.node);
    }

    /** Means of all apps, as the solver's inner loop asks for them. */
    @Benchmark
    public double fastMeanGpu(Gpu state) {
        return means(state.node);
    }

    /** Mean and four percentiles of each app. */
    @Benchmark
    public double percentilesEdgeTpu(EdgeTpu state) {
        return figures(state.node);
    }

    /** Mean and four percentiles of each app. */
    @Benchmark
    @Warmup(iterations = 2, time = 1)
    @Measurement(iterations = 7, time = 300, timeUnit = TimeUnit.MILLISECONDS)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public double accurateDevice(AnyDevice state) {
        return figures(state.node);
    }

    private static double means(NodeModel node) {
        double sum = 0;
        for (BranchResponse branch :
                new QueueingPredictor().predict(node, Accuracy.FAST).branches()) {
            sum += Objects.requireNonNull(branch.response(), branch.method()).meanMs();
        }
        return sum;
    }

    static double figures(NodeModel node) {
        double sum = 0;
        for (BranchResponse branch :
                new QueueingPredictor().predict(node, Accuracy.ACCURATE).branches()) {
            ResponseTime response = Objects.requireNonNull(branch.response(), branch.method());
            sum += response.meanMs();
            for (double probability : PROBABILITIES) {
                sum += response.quantileMs(probability);
            }
        }
        return sum;
    }
}
