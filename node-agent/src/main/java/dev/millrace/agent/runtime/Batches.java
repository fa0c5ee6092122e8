package dev.millrace.agent.runtime;

import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.Signature;
import dev.millrace.agent.tensor.Tensor;
import dev.millrace.agent.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Several requests as one: tensors are joined along their first dimension, and the answers are taken apart again. */
public final class Batches {
    private Batches() {}

    /**
     * Runs requests that the model's signature admits; in one go where they fit together, else one after another.
     *
     * @return outputs by request, in their order
     * @throws dev.millrace.agent.tensor.ServingException when the model refuses the values of one of them
     */
    public static List<List<Tensor>> run(Model model, List<InferRequest> requests) {
        if (requests.size() > 1 && fit(model.signature(), requests)) {
            List<Tensor> outputs = model.run(joined(requests));
            long rows = requests.stream().mapToLong(Batches::rows).sum();
            if (outputs.stream().allMatch(output -> output.shape().length > 0 && output.shape()[0] == rows)) {
                return takenApart(outputs, requests);
            }
        }
        return requests.stream().map(model::run).toList();
    }

    private static boolean fit(Signature signature, List<InferRequest> requests) {
        InferRequest first = requests.getFirst();
        return signature.inputs().stream().allMatch(Batches::open)
                && signature.outputs().stream().allMatch(Batches::open)
                && requests.stream().allMatch(request -> alike(first, request));
    }

    private static boolean open(TensorSpec spec) {
        return spec.shape().length > 0 && spec.shape()[0] < 0 && spec.datatype() != Datatype.BYTES;
    }

    /** Whether inputs come in the same order with the same sizes but for the first dimension, which is one for all inputs. */
    private static boolean alike(InferRequest one, InferRequest other) {
        List<Tensor> ones = one.inputs();
        List<Tensor> others = other.inputs();
        if (ones.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < ones.size(); i++) {
            long[] a = ones.get(i).shape();
            long[] b = others.get(i).shape();
            if (!ones.get(i).name().equals(others.get(i).name())
                    || b[0] != rows(other)
                    || b[0] == 0
                    || !Arrays.equals(a, 1, a.length, b, 1, b.length)) {
                return false;
            }
        }
        return true;
    }

    private static long rows(InferRequest request) {
        return request.inputs().getFirst().shape()[0];
    }

    private static InferRequest joined(List<InferRequest> requests) {
        InferRequest first = requests.getFirst();
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < first.inputs().size(); i++) {
            int index = i;
            List<Tensor> parts = requests.stream()
                    .map(request -> request.inputs().get(index))
                    .toList();
            ByteBuffer data = ByteBuffer.allocate(
                    parts.stream().mapToInt(part -> part.data().remaining()).sum());
            parts.forEach(part -> data.put(part.bytes()));
            long[] shape = parts.getFirst().shape().clone();
            shape[0] = requests.stream().mapToLong(Batches::rows).sum();
            inputs.add(new Tensor(parts.getFirst().name(), parts.getFirst().datatype(), shape, data.flip()));
        }
        return new InferRequest(first.model(), "", Map.of(), inputs, List.of());
    }

    private static List<List<Tensor>> takenApart(List<Tensor> outputs, List<InferRequest> requests) {
        List<List<Tensor>> answers = new ArrayList<>();
        long begin = 0;
        for (InferRequest request : requests) {
            long from = begin;
            long rows = rows(request);
            answers.add(outputs.stream()
                    .filter(output ->
                            request.outputs().isEmpty() || request.outputs().contains(output.name()))
                    .map(output -> part(output, from, rows))
                    .toList());
            begin += rows;
        }
        return answers;
    }

    private static Tensor part(Tensor whole, long from, long rows) {
        ByteBuffer data = whole.bytes();
        int row = Math.toIntExact(data.remaining() / whole.shape()[0]);
        long[] shape = whole.shape().clone();
        shape[0] = rows;
        ByteBuffer part = data.slice(data.position() + Math.toIntExact(from * row), Math.toIntExact(rows * row));
        return new Tensor(whole.name(), whole.datatype(), shape, part);
    }
}
