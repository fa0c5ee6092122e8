package dev.millrace.agent.runtime;

import dev.millrace.agent.runtime.edgetpu.EdgeTpu;
import dev.millrace.agent.runtime.edgetpu.EdgeTpus;
import dev.millrace.agent.runtime.onnx.OnnxGpus;
import dev.millrace.agent.runtime.onnx.OnnxModel;
import dev.millrace.agent.runtime.tflite.TfLiteModel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Chooses what executes a model. */
public final class ModelRuntimes {
    private final int cores;
    private final EdgeTpus edgeTpus;
    private final OnnxGpus gpus;

    /** @param cores runs of one model on the CPU that may happen at the same time */
    public ModelRuntimes(int cores, EdgeTpus edgeTpus, OnnxGpus gpus) {
        this.cores = cores;
        this.edgeTpus = edgeTpus;
        this.gpus = gpus;
    }

    /**
     * Loads a model for a real device.
     *
     * @param format {@code onnx} or {@code tflite}
     * @param edgeTpu the EdgeTPU that the device is, or null
     * @param gpu CUDA's number of the GPU that the device is, or null; without either it is the CPU
     */
    public Model load(Path file, String format, @Nullable EdgeTpu edgeTpu, @Nullable Integer gpu) throws LoadException {
        return edgeTpu != null
                ? onEdgeTpu(file, format, edgeTpu)
                : gpu != null ? onGpu(file, format, gpu) : onCpu(file, format);
    }

    private Model onCpu(Path file, String format) throws LoadException {
        return switch (format) {
            case "onnx" -> OnnxModel.load(file);
            case "tflite" -> TfLiteModel.onCpu(file, cores);
            default -> throw unsupported(format, "a CPU", "onnx or tflite");
        };
    }

    private Model onEdgeTpu(Path file, String format, EdgeTpu device) throws LoadException {
        if (!format.equals("tflite")) {
            throw unsupported(format, "an EdgeTPU", "tflite");
        }
        return edgeTpus.load(file, device);
    }

    private Model onGpu(Path file, String format, int ordinal) throws LoadException {
        if (!format.equals("onnx")) {
            throw unsupported(format, "a GPU", "onnx");
        }
        return gpus.load(file, ordinal);
    }

    private static LoadException unsupported(String format, String device, String known) {
        return new LoadException(
                "UnsupportedFormat", "format '" + format + "' does not run on " + device + "; Maybe use " + known);
    }
}
