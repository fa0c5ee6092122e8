package dev.millrace.agent.runtime.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.millrace.agent.runtime.LoadException;
import dev.millrace.agent.runtime.Model;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Signature;
import dev.millrace.agent.tensor.Tensor;
import dev.millrace.agent.tensor.TensorSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An ONNX model, on the CPU with one thread a run, so that runs on different cores do not get in each other's way. */
public final class OnnxModel implements Model {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Signature signature;

    private OnnxModel(OrtEnvironment environment, OrtSession session, Signature signature) {
        this.environment = environment;
        this.session = session;
        this.signature = signature;
    }

    /** Says what executes a model before the CPU does. */
    interface Providers {
        void add(OrtSession.SessionOptions options) throws OrtException;
    }

    /**
     * Loads a model from a file, for the CPU.
     *
     * @throws LoadException where it is no ONNX model, or one that cannot be served
     */
    public static OnnxModel load(Path file) throws LoadException {
        return load(file, options -> {});
    }

    static OnnxModel load(Path file, Providers providers) throws LoadException {
        refuseExternalData(file);
        NativeLibraries.prepare();
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            providers.add(options);
            OrtSession session = environment.createSession(file.toString(), options);
            try {
                Signature signature = new Signature(
                        specs(session.getInputInfo().values()),
                        specs(session.getOutputInfo().values()));
                return new OnnxModel(environment, session, signature);
            } catch (LoadException | OrtException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new LoadException(
                    "LoadFailed", "ONNX Runtime does not load " + file.getFileName() + ": " + e.getMessage(), e);
        }
    }

    private static void refuseExternalData(Path file) throws LoadException {
        try {
            if (ExternalData.in(file)) {
                throw new LoadException(
                        "ExternalData",
                        file.getFileName() + " keeps tensors in other files; Maybe save it as one file");
            }
        } catch (IOException e) {
            throw new LoadException("LoadFailed", file.getFileName() + " is no ONNX model: " + e.getMessage(), e);
        }
    }

    private static List<TensorSpec> specs(Collection<NodeInfo> nodes) throws LoadException {
        List<TensorSpec> specs = new ArrayList<>();
        for (NodeInfo node : nodes) {
            specs.add(OnnxTypes.spec(node));
        }
        return specs;
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public String platform() {
        return "onnxruntime_onnx";
    }

    @Override
    public boolean emulated() {
        return false;
    }

    @Override
    public List<Tensor> run(InferRequest request) {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (Scratch scratch = Scratch.take()) {
            for (Tensor tensor : request.inputs()) {
                inputs.put(tensor.name(), OnnxTensors.toOnnx(environment, tensor, scratch));
            }
            Set<String> wanted = new LinkedHashSet<>(request.outputs());
            if (wanted.isEmpty()) {
                signature.outputs().forEach(spec -> wanted.add(spec.name()));
            }
            try (OrtSession.Result result = session.run(inputs, wanted)) {
                return outputs(result, wanted);
            }
        } catch (OrtException e) {
            // The signature admitted it, so these are sizes that only the graph knows: the request's fault.
            throw ServingException.invalid("model '" + request.model() + "' refuses the request: " + firstLine(e));
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private List<Tensor> outputs(OrtSession.Result result, Set<String> wanted) throws OrtException {
        List<Tensor> outputs = new ArrayList<>(wanted.size());
        for (TensorSpec spec : signature.outputs()) {
            OnnxValue value =
                    wanted.contains(spec.name()) ? result.get(spec.name()).orElse(null) : null;
            if (value instanceof OnnxTensor tensor) {
                outputs.add(OnnxTensors.fromOnnx(spec, tensor));
            }
        }
        return outputs;
    }

    private static String firstLine(OrtException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("session does not close", e);
        }
    }
}
