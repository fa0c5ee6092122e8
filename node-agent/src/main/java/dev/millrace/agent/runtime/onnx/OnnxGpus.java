package dev.millrace.agent.runtime.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import dev.millrace.agent.runtime.LoadException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The GPUs that ONNX Runtime reaches through its CUDA and TensorRT execution providers. The runtime that is packaged has
 * neither, as it would be twelve times as large; NVIDIA's and Microsoft's builds with them are found in a folder that the user
 * names. That there are none is an ordinary state with a sentence to it.
 */
public final class OnnxGpus {
    private static final String LIBRARY = "libonnxruntime.so";
    private static final OnnxGpus NONE = new OnnxGpus(false, false, "GPUs were not looked for");

    private final boolean cuda;
    private final boolean tensorRt;
    private final @Nullable String problem;

    private OnnxGpus(boolean cuda, boolean tensorRt, @Nullable String problem) {
        this.cuda = cuda;
        this.tensorRt = tensorRt;
        this.problem = problem;
    }

    /** For a node that is known to have none. */
    public static OnnxGpus none() {
        return NONE;
    }

    /**
     * Looks for providers.
     *
     * @param folder with libonnxruntime.so, libonnxruntime4j_jni.so and the providers' libraries; null for what is packaged
     */
    public static OnnxGpus find(@Nullable Path folder) {
        if (folder != null) {
            if (!Files.isRegularFile(folder.resolve(LIBRARY))) {
                return without("there is no " + LIBRARY + " in " + folder);
            }
            NativeLibraries.use(folder);
        }
        NativeLibraries.prepare();
        try {
            Set<OrtProvider> built = OrtEnvironment.getAvailableProviders();
            boolean cuda = built.contains(OrtProvider.CUDA);
            if (!cuda) {
                return without(
                        "this ONNX Runtime is built without CUDA; Maybe --onnxruntime-library names a folder with one"
                                + " that is");
            }
            // Its logger, which the providers want, comes with the environment.
            OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.addCUDA(0);
            }
            return new OnnxGpus(true, built.contains(OrtProvider.TENSOR_RT), null);
        } catch (OrtException | LinkageError e) {
            return without("CUDA does not start ("
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")");
        }
    }

    private static OnnxGpus without(String problem) {
        return new OnnxGpus(false, false, problem);
    }

    /** Why no GPU can be used; empty where they can. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Loads a model for a GPU: what TensorRT takes runs there where it is present, the rest with CUDA, and what neither takes on
     * the CPU.
     *
     * @param ordinal CUDA's number of the device
     * @throws LoadException where the device does not open, or the file is no such model
     */
    public OnnxModel load(Path file, int ordinal) throws LoadException {
        if (!cuda) {
            throw new LoadException("DeviceAbsent", String.valueOf(problem));
        }
        return OnnxModel.load(file, options -> {
            if (tensorRt) {
                options.addTensorrt(ordinal);
            }
            options.addCUDA(ordinal);
        });
    }
}
