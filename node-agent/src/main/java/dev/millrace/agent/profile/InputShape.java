package dev.millrace.agent.profile;

import dev.millrace.agent.tensor.Signature;
import dev.millrace.agent.tensor.TensorSpec;
import java.util.Arrays;
import java.util.List;

/** Sizes for an input that the model leaves open: {@code NAME:1,3,224,224}. */
record InputShape(String input, long[] sizes) {
    /** @throws IllegalArgumentException with a sentence for the user */
    static InputShape parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            long[] sizes = Arrays.stream(text.substring(colon + 1).split(",", -1))
                    .mapToLong(Long::parseLong)
                    .toArray();
            if (colon > 0 && Arrays.stream(sizes).allMatch(size -> size > 0)) {
                return new InputShape(text.substring(0, colon), sizes);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("--shape: '" + text + "' is not NAME:SIZES. Maybe x:1,3,224,224");
    }

    /** A signature with these sizes in place of open ones; an open first one stays: it is the batch. */
    static Signature apply(Signature signature, List<InputShape> shapes) {
        for (InputShape shape : shapes) {
            if (signature.inputs().stream().noneMatch(spec -> spec.name().equals(shape.input()) && fits(spec, shape))) {
                throw new IllegalArgumentException("--shape: the model has no input '" + shape.input() + "' with "
                        + shape.sizes().length + " dimensions. Maybe one of " + signature.inputs());
            }
        }
        List<TensorSpec> inputs = signature.inputs().stream()
                .map(spec -> shapes.stream()
                        .filter(shape -> shape.input().equals(spec.name()))
                        .findFirst()
                        .map(shape -> sized(spec, shape))
                        .orElse(spec))
                .toList();
        return new Signature(inputs, signature.outputs());
    }

    private static boolean fits(TensorSpec spec, InputShape shape) {
        return spec.shape().length == shape.sizes().length;
    }

    private static TensorSpec sized(TensorSpec spec, InputShape shape) {
        long[] sizes = spec.shape().clone();
        for (int i = 1; i < sizes.length; i++) {
            sizes[i] = sizes[i] < 0 ? shape.sizes()[i] : sizes[i];
        }
        return new TensorSpec(spec.name(), spec.datatype(), sizes);
    }
}
