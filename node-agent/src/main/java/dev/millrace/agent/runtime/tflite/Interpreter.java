package dev.millrace.agent.runtime.tflite;

import dev.millrace.agent.runtime.foreign.CLibrary;
import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.Signature;
import dev.millrace.agent.tensor.Tensor;
import dev.millrace.agent.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of a model at a time, with tensors of its own. Not thread-safe. */
final class Interpreter implements AutoCloseable {
    private final TfLite api = TfLite.instance();
    private final @Nullable Delegate delegate;
    private final MemorySegment pointer;

    private Interpreter(@Nullable Delegate delegate, MemorySegment pointer) {
        this.delegate = delegate;
        this.pointer = pointer;
    }

    /**
     * With its tensors allocated.
     *
     * @param delegate closed with the interpreter, also where none comes of it; null for none
     * @throws IllegalStateException with what TensorFlow Lite says
     */
    static Interpreter create(MemorySegment model, @Nullable Delegate delegate) {
        TfLite api = TfLite.instance();
        MemorySegment options = api.options.call();
        MemorySegment pointer;
        try {
            api.optionThreads.on(options, 1);
            api.optionErrors.on(options, ErrorLog.REPORTER, MemorySegment.NULL);
            if (delegate != null) {
                api.optionDelegate.on(options, delegate.pointer());
            }
            pointer = api.interpreter.of(model, options);
        } finally {
            api.deleteOptions.on(options);
        }
        if (pointer.equals(MemorySegment.NULL)) {
            if (delegate != null) {
                delegate.close();
            }
            throw new IllegalStateException(ErrorLog.take());
        }
        Interpreter interpreter = new Interpreter(delegate, pointer);
        if (api.allocate.of(pointer) != 0) {
            interpreter.close();
            throw new IllegalStateException(ErrorLog.take());
        }
        return interpreter;
    }

    /** @throws UnsupportedOperationException naming a tensor whose elements have no counterpart */
    Signature signature() {
        List<TensorSpec> inputs = new ArrayList<>();
        for (int i = 0; i < api.inputs.of(pointer); i++) {
            inputs.add(spec("input", i, api.input.of(pointer, i)));
        }
        List<TensorSpec> outputs = new ArrayList<>();
        for (int i = 0; i < api.outputs.of(pointer); i++) {
            outputs.add(spec("output", i, api.output.of(pointer, i)));
        }
        return new Signature(unique("input", inputs), unique("output", outputs));
    }

    private TensorSpec spec(String kind, int index, MemorySegment tensor) {
        String name = CLibrary.text(api.tensorName.of(tensor));
        int type = api.tensorType.of(tensor);
        Datatype datatype = TfLiteTypes.datatype(type)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "'" + name + "' has elements of an unsupported type (TfLiteType " + type + ")"));
        return new TensorSpec(
                name.isEmpty() ? kind + "_" + index : name, datatype, TfLiteTensors.declaredShape(api, tensor));
    }

    /** Converters may leave two tensors with one name; then places make names. */
    private static List<TensorSpec> unique(String kind, List<TensorSpec> specs) {
        Set<String> names = new HashSet<>();
        if (specs.stream().allMatch(spec -> names.add(spec.name()))) {
            return specs;
        }
        List<TensorSpec> renamed = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            renamed.add(new TensorSpec(
                    kind + "_" + i, specs.get(i).datatype(), specs.get(i).shape()));
        }
        return renamed;
    }

    /**
     * Runs the model.
     *
     * @param inputs by name, one for each input of the signature
     * @param wanted names of outputs; empty for all
     * @throws IllegalStateException with what TensorFlow Lite says; the interpreter is of no more use then
     */
    List<Tensor> run(Signature signature, Map<String, Tensor> inputs, Collection<String> wanted) {
        boolean resized = false;
        for (int i = 0; i < signature.inputs().size(); i++) {
            resized |= resize(i, tensor(signature, inputs, i).shape());
        }
        if (resized) {
            check(api.allocate.of(pointer));
        }
        for (int i = 0; i < signature.inputs().size(); i++) {
            check(TfLiteTensors.write(api, api.input.of(pointer, i), tensor(signature, inputs, i)));
        }
        check(api.invoke.of(pointer));
        List<Tensor> outputs = new ArrayList<>();
        for (int i = 0; i < signature.outputs().size(); i++) {
            TensorSpec spec = signature.outputs().get(i);
            if (wanted.isEmpty() || wanted.contains(spec.name())) {
                outputs.add(TfLiteTensors.read(api, api.output.of(pointer, i), spec));
            }
        }
        return outputs;
    }

    private static Tensor tensor(Signature signature, Map<String, Tensor> inputs, int index) {
        String name = signature.inputs().get(index).name();
        Tensor tensor = inputs.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("input '" + name + "' is missing");
        }
        return tensor;
    }

    /** Whether it can be sized so that every open dimension of its inputs has that size. It is not to be run after that. */
    boolean takes(Signature signature, long size) {
        try {
            for (int i = 0; i < signature.inputs().size(); i++) {
                long[] shape = signature.inputs().get(i).shape();
                resize(
                        i,
                        Arrays.stream(shape)
                                .map(given -> given < 0 ? size : given)
                                .toArray());
            }
            check(api.allocate.of(pointer));
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private boolean resize(int index, long[] wanted) {
        if (Arrays.equals(TfLiteTensors.shape(api, api.input.of(pointer, index)), wanted)) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            int[] dimensions = Arrays.stream(wanted).mapToInt(Math::toIntExact).toArray();
            MemorySegment shape = arena.allocateFrom(ValueLayout.JAVA_INT, dimensions);
            check(api.resizeInput.call(pointer, index, shape, dimensions.length));
        }
        return true;
    }

    private static void check(int status) {
        if (status != 0) {
            throw new IllegalStateException(ErrorLog.take());
        }
    }

    @Override
    public void close() {
        api.deleteInterpreter.on(pointer);
        if (delegate != null) {
            delegate.close();
        }
    }
}
