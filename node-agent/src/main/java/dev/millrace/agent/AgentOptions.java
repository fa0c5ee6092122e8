package dev.millrace.agent;

import dev.millrace.agent.protocol.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The agent's command line. */
@Command(
        name = "millrace agent",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Serves inference on one node (Open Inference Protocol v2 over REST and gRPC).",
            "With -f it serves spec.assignments of that node from manifests alone; with --kubeconfig, or in a Pod, it"
                    + " follows its InferenceNode in the cluster. When it serves, it prints one line of JSON with its"
                    + " addresses; logs go to standard error."
        })
public final class AgentOptions {
    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|DIR|-",
            description = "Manifests; repeatable.")
    List<Path> manifests = new ArrayList<>();

    @Option(
            names = {"-R", "--recursive"},
            description = "Read folders within folders too.")
    boolean recursive;

    @Option(names = "--node", paramLabel = "NAME", description = "Name of this node; in a Pod: NODE_NAME by default.")
    @Nullable String node;

    @Option(names = "--http-port", paramLabel = "PORT", defaultValue = "8000", description = "REST; 0 picks one.")
    int httpPort;

    @Option(names = "--grpc-port", paramLabel = "PORT", defaultValue = "8001", description = "gRPC; 0 picks one.")
    int grpcPort;

    @Option(names = "--metrics-port", paramLabel = "PORT", defaultValue = "8002", description = "Metrics; 0 picks one.")
    int metricsPort;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "Address to listen on (default: 127.0.0.1 with -f, else 0.0.0.0).")
    @Nullable String bind;

    @Option(
            names = "--advertise-address",
            paramLabel = "ADDRESS",
            description = "Address that clients and other agents reach this one at (default: POD_IP, else the"
                    + " address it listens on).")
    @Nullable String advertiseAddress;

    @Option(
            names = "--emulate",
            paramLabel = "NAME=TYPE",
            description = "Adds an emulated device, or emulates a declared one; repeatable. Options follow after"
                    + " commas: edgetpu-0=coral-usb,memory=800Mi,onChipMemory=6.9Mi")
    List<String> emulate = new ArrayList<>();

    @Option(
            names = "--emulate-granted",
            description = "Emulates each device that the kubelet handed to this container, by MILLRACE_EDGETPU_DEVICES"
                    + " and MILLRACE_GPU_DEVICES, as edgetpu-0, gpu-0…: for clusters with stand-ins for hardware.")
    boolean emulateGranted;

    @Option(
            names = "--cpu",
            paramLabel = "NAME=TYPE",
            description = "The CPU as a device, or none. With -f the manifests say (default), without it is"
                    + " cpu-0 of this machine's type, unless devices are emulated.")
    @Nullable String cpu;

    @Option(
            names = "--edgetpu-library",
            paramLabel = "FILE",
            description = "Coral's libedgetpu (default: libedgetpu.so.1 where the system's loader finds it).")
    @Nullable Path edgeTpuLibrary;

    @Option(
            names = "--gpu",
            paramLabel = "NAME=TYPE",
            description =
                    "A GPU of this machine, by ONNX Runtime with CUDA and, where present, TensorRT; repeatable, in"
                            + " CUDA's order (default: those that the kubelet handed to this container). Options follow"
                            + " after a comma: gpu-0=jetson-nano,memory=3Gi")
    List<String> gpus = new ArrayList<>();

    @Option(
            names = "--gpu-type",
            paramLabel = "TYPE",
            defaultValue = "nvidia-gpu",
            description =
                    "Type of the GPUs that NVIDIA's device plugin handed over, which tells none; options follow as"
                            + " for --gpu (default: ${DEFAULT-VALUE}).")
    String gpuType = "nvidia-gpu";

    @Option(
            names = "--onnxruntime-library",
            paramLabel = "DIR",
            description = "Folder of an ONNX Runtime that is built with CUDA: libonnxruntime.so,"
                    + " libonnxruntime4j_jni.so and the providers (default: the one packaged, for CPUs only).")
    @Nullable Path onnxRuntimeLibrary;

    @Option(names = "--cores", paramLabel = "N", description = "Cores that serve (default: as declared, else all).")
    @Nullable Integer cores;

    @Option(names = "--memory", paramLabel = "QUANTITY", description = "Memory to report (default: this machine's).")
    @Nullable String memory;

    @Mixin
    StoreOptions store = new StoreOptions();

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Keeps the last plan and downloaded models (default: /var/lib/millrace in a Pod, else a"
                    + " temporary folder).")
    @Nullable Path stateDir;

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Follow the cluster that this file names.")
    @Nullable Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "Context of the kubeconfig.")
    @Nullable String context;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            defaultValue = "millrace-system",
            description = "Namespace of the agent's Lease (default: ${DEFAULT-VALUE}).")
    String namespace = "millrace-system";

    @Option(
            names = "--max-queue",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Requests that may wait for one copy before more are refused (default: ${DEFAULT-VALUE}).")
    int maxQueue;

    @Option(
            names = "--max-request-bytes",
            paramLabel = "N",
            defaultValue = "67108864",
            description = "Largest request body (default: ${DEFAULT-VALUE}).")
    int maxRequestBytes;

    @Option(
            names = "--max-tensor-bytes",
            paramLabel = "N",
            description = "Largest input tensor in raw form (default: as --max-request-bytes).")
    @Nullable Integer maxTensorBytes;

    @Option(
            names = "--max-strings",
            paramLabel = "N",
            defaultValue = "1048576",
            description = "Most elements of a BYTES input (default: ${DEFAULT-VALUE}).")
    int maxStrings;

    @Option(
            names = "--max-held-bytes",
            paramLabel = "N",
            description = "Most bytes of request bodies held at once; beyond, requests are answered 503 (default: four"
                    + " of the largest).")
    @Nullable Long maxHeldBytes;

    @Option(
            names = "--drain-time",
            paramLabel = "MS",
            defaultValue = "10000",
            description = "Time for requests in progress at shutdown (default: ${DEFAULT-VALUE}).")
    long drainMs;

    @Option(
            names = "--record-trace",
            paramLabel = "FILE",
            description = "Writes arrivals and drawn service times of emulated devices, for millrace simulate --trace.")
    @Nullable Path trace;

    @ArgGroup(exclusive = false, validate = false, heading = "%nSecurity:%n")
    SecurityOptions security = new SecurityOptions();

    @Option(
            names = "--stop-with-stdin",
            description = "End when standard input does: with the program that started this agent.")
    boolean stopWithStdin;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    boolean help;

    /** Whether the cluster is followed, not manifests. */
    boolean followsCluster() {
        return kubeconfig != null || context != null || manifests.isEmpty();
    }

    Limits limits() {
        return new Limits(
                maxRequestBytes,
                maxTensorBytes == null ? maxRequestBytes : maxTensorBytes,
                maxStrings,
                maxHeldBytes == null ? Limits.ofBodies(maxRequestBytes).maxHeldBytes() : maxHeldBytes);
    }

    String bindAddress() {
        return bind != null ? bind : followsCluster() ? "0.0.0.0" : "127.0.0.1";
    }
}
