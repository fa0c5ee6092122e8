package dev.millrace.bench;

import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.simulation.NodeSimulator;
import dev.millrace.queueing.simulation.SimulationOptions;
import dev.millrace.queueing.simulation.SimulationResult;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Requests that the simulator serves per second on one core, its warm-up and its statistics included. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 7, time = 350, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class SimulatorBenchmark {
    private static final int REQUESTS = 1_200_000;

    @Param({
        "EDGETPU_1",
        "EDGETPU_4",
        "EDGETPU_4_CAMERAS",
        "EDGETPU_4_SWAP_AWARE",
        "GPU_3",
        "GPU_6_RANDOM",
        "GPU_3_BATCHES",
        "CPU_3",
        "PREPROCESS_EDGETPU_2"
    })
    DeviceKind device = DeviceKind.EDGETPU_4;

    private NodeModel node;

    /** Chooses the node. */
    @Setup
    public void prepare() {
        node = device.node();
    }

    /** One simulation of 1.2 million requests in all. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public SimulationResult requests() {
        return NodeSimulator.simulate(
                node, SimulationOptions.of(REQUESTS / node.streams().size(), 1));
    }
}
