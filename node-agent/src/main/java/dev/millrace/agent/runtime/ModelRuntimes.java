package dev.millrace.agent.runtime;

import dev.millrace.agent.runtime.edgetpu.EdgeTpu;
import dev.millrace.agent.runtime.edgetpu.EdgeTpus;
import dev.millrace.agent.runtime.onnx.OnnxModel;
import dev.millrace.agent.runtime.tflite.TfLiteModel;
import java.nio.file.Path;

/** Chooses what executes a model. */
public final class ModelRuntimes {
    private final int cores;
    private final EdgeTpus edgeTpus;

    /** @param cores runs of one model on the CPU that may happen at the same time */
    public ModelRuntimes(int cores, EdgeTpus edgeTpus) {
        this.cores = cores;
        this.edgeTpus = edgeTpus;
    }

    /**
     * Loads a model for the CPU.
     *
     * @param format {@code onnx} or {@code tflite}
     */
    public Model onCpu(Path file, String format) throws LoadException {
        return switch (format) {
            case "onnx" -> OnnxModel.load(file);
            case "tflite" -> TfLiteModel.onCpu(file, cores);
            default -> throw unsupported(format, "a CPU", "onnx or tflite");
        };
    }

    /** Loads a model for an EdgeTPU. */
    public Model onEdgeTpu(Path file, String format, EdgeTpu device) throws LoadException {
        if (!format.equals("tflite")) {
            throw unsupported(format, "an EdgeTPU", "tflite");
        }
        return edgeTpus.load(file, device);
    }

    private static LoadException unsupported(String format, String device, String known) {
        return new LoadException(
                "UnsupportedFormat", "format '" + format + "' does not run on " + device + "; Maybe use " + known);
    }
}
