package dev.millrace.agent.protocol;

import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Tensor;

/** Holds tensors to the {@link Limits}. */
public final class TensorLimits {
    private TensorLimits() {}

    /** @throws ServingException (too large) where the tensor, whose data fits its shape, is beyond the limits */
    public static Tensor check(Tensor tensor, Limits limits) {
        if (tensor.data().remaining() > limits.maxTensorBytes()) {
            throw tooLarge(tensor.name(), limits);
        }
        if (tensor.datatype() == Datatype.BYTES && tensor.elements() > limits.maxStrings()) {
            throw tooManyStrings(tensor.name(), limits);
        }
        return tensor;
    }

    public static ServingException tooLarge(String tensor, Limits limits) {
        return ServingException.of(
                Fault.TOO_LARGE, "input '" + tensor + "' is larger than " + limits.maxTensorBytes() + " bytes");
    }

    public static ServingException tooManyStrings(String tensor, Limits limits) {
        return ServingException.of(
                Fault.TOO_LARGE, "input '" + tensor + "' has more than " + limits.maxStrings() + " byte strings");
    }
}
