package dev.millrace.agent.protocol.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the body of an inference request: JSON, and behind it, where the header Inference-Header-Content-Length says so,
 * raw tensors in the order of the inputs that have {@code binary_data_size}.
 */
final class InferReader {
    /** Deep enough for any tensor's nesting. */
    private static final int MAX_DEPTH = 64;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build());

    private final ByteBuffer raw;
    private final Limits limits;

    private InferReader(ByteBuffer raw, Limits limits) {
        this.raw = raw;
        this.limits = limits;
    }

    /**
     * @param body backed by an array; what is read refers to it
     * @param jsonBytes length of the JSON part; the rest is raw tensors
     * @throws ServingException (invalid) saying what is malformed
     */
    static RestRequest read(String model, ByteBuffer body, int jsonBytes, Limits limits) {
        ByteBuffer raw = body.duplicate().position(body.position() + jsonBytes);
        int offset = body.arrayOffset() + body.position();
        try (JsonParser parser = MAPPER.getFactory().createParser(body.array(), offset, jsonBytes)) {
            RestRequest request = new InferReader(raw, limits).readObject(model, parser);
            if (parser.nextToken() != null) {
                throw ServingException.invalid("something follows the JSON object");
            }
            if (raw.hasRemaining()) {
                throw ServingException.invalid(raw.remaining()
                        + " bytes of binary data belong to no input; Maybe binary_data_size is missing");
            }
            return request;
        } catch (JsonProcessingException e) {
            throw ServingException.invalid("malformed JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw ServingException.invalid("unreadable body");
        }
    }

    private RestRequest readObject(String model, JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw ServingException.invalid("the body is not a JSON object");
        }
        String id = "";
        Map<String, Object> parameters = Map.of();
        List<Tensor> inputs = null;
        List<String> outputs = new ArrayList<>();
        Map<String, Boolean> binary = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "id" -> id = text(parser, "id");
                case "parameters" -> parameters = parameters(parser);
                case "inputs" -> inputs = inputs(parser);
                case "outputs" -> outputs(parser, outputs, binary);
                default -> parser.skipChildren();
            }
        }
        if (inputs == null) {
            throw ServingException.invalid("field 'inputs' is missing");
        }
        boolean binaryByDefault = Boolean.TRUE.equals(parameters.get("binary_data_output"));
        return new RestRequest(new InferRequest(model, id, parameters, inputs, outputs), binaryByDefault, binary);
    }

    private List<Tensor> inputs(JsonParser parser) throws IOException {
        List<Tensor> inputs = new ArrayList<>();
        array(parser, "inputs");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            inputs.add(new InputReader(parser, raw, limits).read());
        }
        return inputs;
    }

    private static void outputs(JsonParser parser, List<String> outputs, Map<String, Boolean> binary)
            throws IOException {
        array(parser, "outputs");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            object(parser, "outputs");
            String name = "";
            Map<String, Object> parameters = Map.of();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "name" -> name = text(parser, "name");
                    case "parameters" -> parameters = parameters(parser);
                    default -> parser.skipChildren();
                }
            }
            if (name.isEmpty()) {
                throw ServingException.invalid("an output has no name");
            }
            if (parameters.containsKey("classification")) {
                throw ServingException.invalid("output '" + name + "': parameter 'classification' is not supported");
            }
            outputs.add(name);
            if (parameters.get("binary_data") instanceof Boolean wanted) {
                binary.put(name, wanted);
            }
        }
    }

    /** Parameters as Boolean, Long, Double or String. */
    static Map<String, Object> parameters(JsonParser parser) throws IOException {
        object(parser, "parameters");
        Map<String, Object> parameters = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (token) {
                case VALUE_TRUE -> parameters.put(name, Boolean.TRUE);
                case VALUE_FALSE -> parameters.put(name, Boolean.FALSE);
                case VALUE_STRING -> parameters.put(name, parser.getText());
                case VALUE_NUMBER_INT -> parameters.put(name, parser.getLongValue());
                case VALUE_NUMBER_FLOAT -> parameters.put(name, parser.getDoubleValue());
                default ->
                    throw ServingException.invalid(
                            "parameter '" + name + "' is neither a boolean nor a number nor a string");
            }
        }
        return parameters;
    }

    static String text(JsonParser parser, String field) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw ServingException.invalid("field '" + field + "' is not a string");
        }
        return parser.getText();
    }

    static void array(JsonParser parser, String field) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw ServingException.invalid("field '" + field + "' is not an array");
        }
    }

    static void object(JsonParser parser, String field) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw ServingException.invalid("field '" + field + "' holds something that is not an object");
        }
    }

    /** The value that the parser stands on, to be read again later. */
    static TokenBuffer keep(JsonParser parser) throws IOException {
        TokenBuffer buffer = new TokenBuffer(parser);
        buffer.copyCurrentStructure(parser);
        return buffer;
    }
}
