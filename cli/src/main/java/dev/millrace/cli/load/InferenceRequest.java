package dev.millrace.cli.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One inference request in the protocol's binary tensor form: a JSON header, then the data of all inputs.
 *
 * @param body header and data
 * @param headerLength bytes of the header
 */
record InferenceRequest(byte[] body, int headerLength) {
    /** Name of the HTTP header that tells where the JSON ends. */
    static final String HEADER_LENGTH = "Inference-Header-Content-Length";

    /** What an open size becomes where nobody says: the smallest that usual convolutional networks take. */
    private static final long OPEN_SIZE = 64;

    /**
     * A request with data drawn from {@code random}, uniform in [0, 1) for floating point and 0 or 1 for integers, which
     * any embedding or mask takes.
     *
     * @param shapes sizes by input name, where they differ from what metadata leaves open
     * @param images whether byte strings are image files
     * @throws IllegalArgumentException for a data type without a binary form of fixed size
     */
    static InferenceRequest of(List<TensorSpec> inputs, Map<String, List<Long>> shapes, boolean images, Random random) {
        ObjectNode header = new ObjectMapper().createObjectNode();
        ArrayNode list = header.putArray("inputs");
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (TensorSpec input : inputs) {
            List<Long> shape = shapes.get(input.name());
            TensorSpec sent =
                    (shape == null ? input : new TensorSpec(input.name(), input.datatype(), shape)).closed(OPEN_SIZE);
            byte[] values = images && sent.datatype().equals("BYTES") ? files(sent, random) : values(sent, random);
            ObjectNode node = list.addObject().put("name", sent.name()).put("datatype", sent.datatype());
            ArrayNode sizes = node.putArray("shape");
            sent.shape().forEach(sizes::add);
            node.putObject("parameters").put("binary_data_size", values.length);
            data.writeBytes(values);
        }
        header.putObject("parameters").put("binary_data_output", true);
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        byte[] body = ByteBuffer.allocate(json.length + data.size())
                .put(json)
                .put(data.toByteArray())
                .array();
        return new InferenceRequest(body, json.length);
    }

    /** Byte strings: the length of each in front of it. */
    private static byte[] files(TensorSpec tensor, Random random) {
        byte[] file = LoadImages.jpeg(random);
        int count = Math.toIntExact(tensor.elements());
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(count, Integer.BYTES + file.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            buffer.putInt(file.length).put(file);
        }
        return buffer.array();
    }

    private static byte[] values(TensorSpec tensor, Random random) {
        int bytes = tensor.elementBytes();
        int count = Math.toIntExact(tensor.elements());
        ByteBuffer buffer =
                ByteBuffer.allocate(Math.multiplyExact(count, bytes)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            switch (tensor.datatype()) {
                case "FP32" -> buffer.putFloat(random.nextFloat());
                case "FP64" -> buffer.putDouble(random.nextDouble());
                case "FP16" -> buffer.putShort(Float.floatToFloat16(random.nextFloat()));
                default -> buffer.put(integer(random.nextInt(2), bytes));
            }
        }
        return buffer.array();
    }

    private static byte[] integer(int value, int bytes) {
        byte[] little = new byte[bytes];
        little[0] = (byte) value;
        return little;
    }
}
