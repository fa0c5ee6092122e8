package dev.millrace.agent.runtime.tflite;

import dev.millrace.agent.runtime.LoadException;
import dev.millrace.agent.runtime.Model;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Signature;
import dev.millrace.agent.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * A TensorFlow Lite model. Runs at the same time have an interpreter each, on one thread a run; the weights' file is shared.
 */
public final class TfLiteModel implements Model {
    private static final String PLATFORM = "tensorflow_lite";

    private final MemorySegment pointer;
    private final Delegate.Factory delegates;
    private final Signature signature;
    private final String platform;
    private final ConcurrentLinkedDeque<Interpreter> idle = new ConcurrentLinkedDeque<>();

    private TfLiteModel(MemorySegment pointer, Delegate.Factory delegates, String platform, Interpreter first)
            throws LoadException {
        this.pointer = pointer;
        this.delegates = delegates;
        this.platform = platform;
        try {
            this.signature = first.signature();
        } catch (UnsupportedOperationException e) {
            throw new LoadException("UnsupportedModel", String.valueOf(e.getMessage()));
        }
        idle.add(first);
    }

    /**
     * Loads a model for the CPU.
     *
     * @param runs runs that may happen at the same time; more are possible, and slower the first time
     * @throws LoadException where it is no such model, or one that cannot be served
     */
    public static TfLiteModel onCpu(Path file, int runs) throws LoadException {
        TfLiteModel model = accelerated(file);
        try {
            while (model.idle.size() < runs) {
                model.idle.add(model.interpreter());
            }
        } catch (IllegalStateException e) {
            model.close();
            throw refused(file, e.getMessage());
        }
        return model;
    }

    /** With XNNPACK, unless it cannot have the graph: strings, and some of dynamic shape that it has rewritten. */
    private static TfLiteModel accelerated(Path file) throws LoadException {
        TfLiteModel model;
        try {
            model = load(file, XnnPack::create, PLATFORM);
        } catch (LoadException e) {
            return load(file, () -> null, PLATFORM);
        }
        if (!model.refusesOtherSizes()) {
            return model;
        }
        TfLiteModel plain = load(file, () -> null, PLATFORM);
        if (plain.refusesOtherSizes()) {
            plain.close();
            return model;
        }
        model.close();
        return plain;
    }

    /**
     * Loads a model for a device that a delegate stands for.
     *
     * @param platform name that clients see
     */
    public static TfLiteModel load(Path file, Delegate.Factory delegates, String platform) throws LoadException {
        TfLite api;
        try {
            api = TfLite.instance();
        } catch (IllegalStateException | LinkageError e) {
            throw new LoadException("RuntimeMissing", String.valueOf(e.getMessage()), e);
        }
        MemorySegment pointer;
        try (Arena arena = Arena.ofConfined()) {
            pointer = api.modelFromFile.of(arena.allocateFrom(file.toString()), ErrorLog.REPORTER, MemorySegment.NULL);
        }
        if (pointer.equals(MemorySegment.NULL)) {
            throw refused(file, ErrorLog.take());
        }
        Interpreter first = null;
        try {
            first = Interpreter.create(pointer, delegates.create());
            return new TfLiteModel(pointer, delegates, platform, first);
        } catch (IllegalStateException e) {
            api.deleteModel.on(pointer);
            throw refused(file, e.getMessage());
        } catch (LoadException e) {
            release(api, first, pointer);
            throw e;
        }
    }

    private static void release(TfLite api, @Nullable Interpreter interpreter, MemorySegment model) {
        if (interpreter != null) {
            interpreter.close();
        }
        api.deleteModel.on(model);
    }

    private static LoadException refused(Path file, @Nullable String why) {
        return new LoadException("LoadFailed", "TensorFlow Lite does not load " + file.getFileName() + ": " + why);
    }

    private Interpreter interpreter() {
        return Interpreter.create(pointer, delegates.create());
    }

    /** Whether sizes that the signature leaves open cannot be 2; false where it leaves none open. */
    private boolean refusesOtherSizes() {
        if (signature.inputs().stream()
                .allMatch(spec -> Arrays.stream(spec.shape()).allMatch(size -> size >= 0))) {
            return false;
        }
        try (Interpreter trial = interpreter()) {
            return !trial.takes(signature, 2);
        }
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public String platform() {
        return platform;
    }

    @Override
    public boolean emulated() {
        return false;
    }

    @Override
    public List<Tensor> run(InferRequest request) {
        Map<String, Tensor> inputs = new HashMap<>();
        request.inputs().forEach(tensor -> inputs.put(tensor.name(), tensor));
        Interpreter taken = idle.pollFirst();
        Interpreter interpreter = taken == null ? interpreter() : taken;
        boolean usable = false;
        try {
            List<Tensor> outputs = interpreter.run(signature, inputs, request.outputs());
            usable = true;
            return outputs;
        } catch (IllegalStateException | ArithmeticException e) {
            // The signature admitted it, so these are sizes or values that only the graph knows: the request's fault.
            throw ServingException.invalid("model '" + request.model() + "' refuses the request: " + e.getMessage());
        } finally {
            if (usable) {
                idle.addFirst(interpreter);
            } else {
                interpreter.close();
            }
        }
    }

    @Override
    public void close() {
        for (Interpreter interpreter = idle.poll(); interpreter != null; interpreter = idle.poll()) {
            interpreter.close();
        }
        TfLite.instance().deleteModel.on(pointer);
    }
}
