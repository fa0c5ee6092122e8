package dev.millrace.agent.profile;

import dev.millrace.agent.device.TimeSample;
import dev.millrace.agent.plan.Inventories;
import dev.millrace.agent.plan.RealGpus;
import dev.millrace.agent.runtime.LoadException;
import dev.millrace.agent.runtime.Model;
import dev.millrace.agent.runtime.ModelRuntimes;
import dev.millrace.agent.runtime.edgetpu.EdgeTpu;
import dev.millrace.agent.runtime.edgetpu.EdgeTpus;
import dev.millrace.agent.runtime.onnx.OnnxGpus;
import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.ModelProfileSpec;
import dev.millrace.crds.v1alpha1.ProfileSource;
import dev.millrace.crds.v1alpha1.ServiceTimeRow;
import dev.millrace.crds.v1alpha1.SourceKind;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace profile}: measures a model on a device of this machine. */
@Command(
        name = "millrace profile",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Measures service time (mean, cv2) by batch, memory and switch time of a model on a device of this machine,"
                    + " and prints a ModelProfile. The model runs on zeros, one batch at a time, on one core, the EdgeTPU or the GPU.",
            "Example: millrace profile mnv2.onnx --device cpu-0 --batches 1,2,4"
        })
public final class ProfileCommand implements Callable<Integer> {
    private static final int BAD_INPUT = 2;
    private static final double NANOS_PER_MS = 1e6;

    @Parameters(paramLabel = "MODEL_FILE", description = "An .onnx or .tflite file.")
    Path file = Path.of("");

    @Option(
            names = "--device",
            required = true,
            paramLabel = "NAME",
            description =
                    "cpu-0, or edgetpu-0 and so on, in the order in which they are plugged in, or gpu-0 and so on, in"
                            + " CUDA's.")
    String device = "";

    @Option(
            names = "--batches",
            split = ",",
            paramLabel = "N",
            defaultValue = "1",
            description = "Batch sizes to measure (default: ${DEFAULT-VALUE}).")
    List<Integer> batches = List.of(1);

    @Option(
            names = "--shape",
            paramLabel = "NAME:SIZES",
            description = "Sizes of an input that the model leaves open (default: 1), as x:1,3,224,224; repeatable.")
    List<String> shapes = List.of();

    @Option(names = "--model", paramLabel = "NAME", description = "Name of the model (default: of the file).")
    @Nullable String model;

    @Option(names = "--device-type", paramLabel = "TYPE", description = "Type of the device (default: what it is).")
    @Nullable String deviceType;

    @Option(
            names = "--switch-with",
            paramLabel = "FILE",
            description = "EdgeTPU: another model; the time to switch from it is measured too.")
    @Nullable Path other;

    @Option(
            names = "--time",
            paramLabel = "DURATION",
            defaultValue = "5s",
            description = "Most time for one batch size (default: ${DEFAULT-VALUE}).")
    String time = "5s";

    @Option(
            names = "--edgetpu-library",
            paramLabel = "FILE",
            description = "Coral's libedgetpu (default: libedgetpu.so.1 where the system's loader finds it).")
    @Nullable Path edgeTpuLibrary;

    @Option(
            names = "--onnxruntime-library",
            paramLabel = "DIR",
            description = "GPU: folder of an ONNX Runtime that is built with CUDA.")
    @Nullable Path onnxRuntimeLibrary;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "yaml|json",
            defaultValue = "yaml",
            description = "Format.")
    String output = "yaml";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    boolean help;

    @Override
    public Integer call() {
        try {
            ModelProfile profile = profile();
            System.out.println(
                    output.equals("json")
                            ? Serialization.asJson(profile)
                            : Serialization.asYaml(profile).strip());
            return 0;
        } catch (LoadException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
        } catch (IOException e) {
            System.err.println(file + " cannot be read: " + e.getMessage());
        }
        return BAD_INPUT;
    }

    private ModelProfile profile() throws IOException, LoadException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file + " is not a file");
        }
        if (batches.stream().anyMatch(batch -> batch < 1)) {
            throw new IllegalArgumentException("--batches: " + batches + " holds less than 1. Maybe 1,2,4");
        }
        EdgeTpu edgeTpu = null;
        EdgeTpus edgeTpus = EdgeTpus.none();
        OnnxGpus gpus = OnnxGpus.none();
        Integer gpu = null;
        if (device.startsWith("gpu")) {
            gpus = OnnxGpus.find(onnxRuntimeLibrary);
            gpus.problem().ifPresent(this::refuse);
            gpu = RealGpus.ordinal(device);
        } else if (!device.startsWith("cpu")) {
            edgeTpus = EdgeTpus.find(edgeTpuLibrary);
            edgeTpu = pick(edgeTpus);
        }
        ModelRuntimes runtimes = new ModelRuntimes(1, edgeTpus, gpus);
        long before = ResidentMemory.bytes();
        try (Model loaded = load(runtimes, file, edgeTpu, gpu)) {
            ModelProfiler profiler = new ModelProfiler(Math.round(Durations.millis(time)));
            Map<Integer, TimeSample> times = profiler.serviceTimes(
                    loaded,
                    InputShape.apply(
                            loaded.signature(),
                            shapes.stream().map(InputShape::parse).toList()),
                    batches);
            long memory = Math.max(Files.size(file), ResidentMemory.bytes() - before);
            if (times.isEmpty()) {
                throw new IllegalArgumentException(
                        file + " does not run on zeros in batches of " + batches + ". Maybe --batches 1");
            }
            batches.stream()
                    .filter(batch -> !times.containsKey(batch))
                    .forEach(batch -> System.err.println("batch " + batch + ": the model does not take it; left out"));
            String switchTime = null;
            if (edgeTpu != null && other != null) {
                double resident = times.values().iterator().next().meanNanos();
                try (Model second = load(runtimes, other, edgeTpu, null)) {
                    switchTime = Durations.format(profiler.switchNanos(loaded, second, resident) / NANOS_PER_MS);
                }
            }
            String type = edgeTpu != null ? edgeTpu.type() : gpu != null ? "gpu" : Inventories.cpuType();
            return describe(deviceType == null ? type : deviceType, times, switchTime, memory);
        }
    }

    private void refuse(String problem) {
        throw new IllegalArgumentException("--device " + device + ": " + problem);
    }

    private EdgeTpu pick(EdgeTpus edgeTpus) {
        edgeTpus.problem().ifPresent(this::refuse);
        for (int i = 0; i < edgeTpus.devices().size(); i++) {
            EdgeTpu candidate = edgeTpus.devices().get(i);
            if (device.equals("edgetpu-" + i) || device.equals(candidate.name())) {
                return candidate;
            }
        }
        throw new IllegalArgumentException(
                "--device " + device + " is not on this machine. Maybe cpu-0, edgetpu-0 or gpu-0");
    }

    private static Model load(ModelRuntimes runtimes, Path file, @Nullable EdgeTpu edgeTpu, @Nullable Integer gpu)
            throws LoadException {
        String name = file.getFileName().toString();
        String format = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return runtimes.load(file, format, edgeTpu, gpu);
    }

    private ModelProfile describe(
            String type, Map<Integer, TimeSample> times, @Nullable String switchTime, long memoryBytes) {
        String name = file.getFileName().toString().replaceAll("\\.[^.]*$", "");
        String key = (model == null ? name : model)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.-]+", "-")
                .replaceAll("^[^a-z0-9]+|[^a-z0-9]+$", "");
        List<ServiceTimeRow> rows = MeasuredRows.of(times);
        long runs = times.values().stream().mapToLong(TimeSample::count).sum();
        ModelProfile profile = new ModelProfile();
        profile.setMetadata(new ObjectMetaBuilder().withName(key + "." + type).build());
        profile.setSpec(new ModelProfileSpec(
                key,
                type,
                null,
                rows,
                switchTime,
                MeasuredRows.memory(memoryBytes),
                null,
                null,
                new ProfileSource(
                        SourceKind.MEASURED,
                        "millrace profile " + file.getFileName() + " --device " + device + ", " + runs + " runs")));
        return profile;
    }
}
