package dev.millrace.agent.tensor;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Inputs and outputs of a model. */
public record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) {
    /** What an emulated device shows when nothing is known of the artefact. */
    public static final Signature UNKNOWN = new Signature(
            List.of(new TensorSpec("input", Datatype.UINT8, new long[] {-1})),
            List.of(new TensorSpec("output", Datatype.FP32, new long[] {1})));

    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * Checks names, types and shapes of a request.
     *
     * @throws ServingException (invalid) naming the first tensor that does not fit
     */
    public void check(InferRequest request) {
        Set<String> seen = new HashSet<>();
        for (Tensor tensor : request.inputs()) {
            TensorSpec spec = find(inputs, tensor.name());
            if (spec == null) {
                throw ServingException.invalid("unexpected input '" + tensor.name() + "' for model '" + request.model()
                        + "'; Maybe one of " + names(inputs));
            }
            if (!seen.add(tensor.name())) {
                throw ServingException.invalid("input '" + tensor.name() + "' is given twice");
            }
            if (spec.datatype() != tensor.datatype()) {
                throw ServingException.invalid("input '" + tensor.name() + "' has datatype " + tensor.datatype()
                        + ", but model '" + request.model() + "' takes " + spec.datatype());
            }
            if (!spec.admits(tensor.shape())) {
                throw ServingException.invalid("input '" + tensor.name() + "' has shape "
                        + Arrays.toString(tensor.shape()) + ", but model '" + request.model() + "' takes "
                        + Arrays.toString(spec.shape()));
            }
        }
        for (TensorSpec spec : inputs) {
            if (!seen.contains(spec.name())) {
                throw ServingException.invalid(
                        "input '" + spec.name() + "' of model '" + request.model() + "' is missing");
            }
        }
        for (String output : request.outputs()) {
            if (find(outputs, output) == null) {
                throw ServingException.invalid("unexpected output '" + output + "' for model '" + request.model()
                        + "'; Maybe one of " + names(outputs));
            }
        }
    }

    private static @Nullable TensorSpec find(List<TensorSpec> specs, String name) {
        for (TensorSpec spec : specs) {
            if (spec.name().equals(name)) {
                return spec;
            }
        }
        return null;
    }

    private static String names(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::name).collect(Collectors.joining(", "));
    }
}
