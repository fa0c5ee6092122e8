package dev.millrace.agent.runtime.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.Tensor;
import dev.millrace.agent.tensor.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Tensors to and from ONNX Runtime. */
final class OnnxTensors {
    private OnnxTensors() {}

    /** A tensor of ONNX Runtime's, to be closed by the caller; its values are in the scratch memory. */
    static OnnxTensor toOnnx(OrtEnvironment environment, Tensor tensor, Scratch scratch) throws OrtException {
        if (tensor.datatype() == Datatype.BYTES) {
            return OnnxTensor.createTensor(environment, strings(tensor), tensor.shape());
        }
        ByteBuffer data = tensor.bytes();
        if (!data.isDirect()) {
            data = scratch.copy(data).order(ByteOrder.LITTLE_ENDIAN);
        }
        return OnnxTensor.createTensor(environment, data, tensor.shape(), OnnxTypes.javaType(tensor.datatype()));
    }

    /** A copy of the values. */
    static Tensor fromOnnx(TensorSpec spec, OnnxTensor value) throws OrtException {
        long[] shape = value.getInfo().getShape();
        ByteBuffer data;
        if (spec.datatype() == Datatype.BYTES) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            flatten(value.getValue(), bytes);
            data = ByteBuffer.wrap(bytes.toByteArray());
        } else {
            data = value.getByteBuffer();
        }
        return new Tensor(spec.name(), spec.datatype(), shape, data);
    }

    private static String[] strings(Tensor tensor) {
        String[] strings = new String[tensor.elements()];
        ByteBuffer rest = tensor.bytes();
        for (int i = 0; i < strings.length; i++) {
            byte[] text = new byte[rest.getInt()];
            rest.get(text);
            strings[i] = new String(text, StandardCharsets.UTF_8);
        }
        return strings;
    }

    private static void flatten(Object value, ByteArrayOutputStream bytes) {
        if (value instanceof String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            byte[] length = ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(encoded.length)
                    .array();
            bytes.writeBytes(length);
            bytes.writeBytes(encoded);
            return;
        }
        int elements = Array.getLength(value);
        for (int i = 0; i < elements; i++) {
            flatten(Array.get(value, i), bytes);
        }
    }
}
