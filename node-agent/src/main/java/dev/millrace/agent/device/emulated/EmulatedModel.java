package dev.millrace.agent.device.emulated;

import dev.millrace.agent.runtime.Model;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.Signature;
import dev.millrace.agent.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/** A model on an emulated device: needs no artefact, answers with zeros of the right shape. */
public final class EmulatedModel implements Model {
    private final Signature signature;

    public EmulatedModel(Signature signature) {
        this.signature = signature;
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public String platform() {
        return "emulated";
    }

    @Override
    public boolean emulated() {
        return true;
    }

    @Override
    public List<Tensor> run(InferRequest request) {
        return signature.outputs().stream()
                .filter(spec -> request.outputs().isEmpty() || request.outputs().contains(spec.name()))
                .map(spec -> {
                    long[] shape = spec.shape().clone();
                    for (int i = 0; i < shape.length; i++) {
                        shape[i] = Math.max(1, shape[i]);
                    }
                    int elements = (int) Tensor.elements(spec.name(), shape);
                    // A BYTES element of length zero is its four length bytes.
                    int bytes = elements * Math.abs(Math.max(spec.datatype().elementBytes(), -4));
                    return new Tensor(spec.name(), spec.datatype(), shape, ByteBuffer.allocate(bytes));
                })
                .toList();
    }

    @Override
    public void close() {}
}
