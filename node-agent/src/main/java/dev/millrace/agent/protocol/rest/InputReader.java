package dev.millrace.agent.protocol.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.protocol.TensorLimits;
import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one input tensor. Fields may come in any order; data before its datatype is kept until that is known. */
final class InputReader {
    private final JsonParser parser;
    private final ByteBuffer raw;
    private final Limits limits;
    private String name = "";
    private @Nullable Datatype datatype;
    private long @Nullable [] shape;
    private Map<String, Object> parameters = Map.of();
    private @Nullable ByteBuffer data;
    private @Nullable TokenBuffer kept;

    InputReader(JsonParser parser, ByteBuffer raw, Limits limits) {
        this.parser = parser;
        this.raw = raw;
        this.limits = limits;
    }

    Tensor read() throws IOException {
        InferReader.object(parser, "inputs");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "name" -> name = InferReader.text(parser, "name");
                case "datatype" -> datatype = Datatype.named(InferReader.text(parser, "datatype"));
                case "shape" -> shape = shape();
                case "parameters" -> parameters = InferReader.parameters(parser);
                case "data" -> {
                    if (datatype == null) {
                        kept = InferReader.keep(parser);
                    } else {
                        data = elements(parser, datatype);
                    }
                }
                default -> parser.skipChildren();
            }
        }
        return finish();
    }

    private Tensor finish() throws IOException {
        if (name.isEmpty()) {
            throw ServingException.invalid("an input has no name");
        }
        if (datatype == null) {
            throw ServingException.invalid("input '" + name + "' has no datatype");
        }
        if (shape == null) {
            throw ServingException.invalid("input '" + name + "' has no shape");
        }
        if (kept != null) {
            try (JsonParser again = kept.asParser()) {
                again.nextToken();
                data = elements(again, datatype);
            }
        }
        ByteBuffer binary = binary();
        if (binary != null && data != null) {
            throw ServingException.invalid("input '" + name + "' has both data and binary_data_size");
        }
        ByteBuffer found = binary == null ? data : binary;
        if (found == null) {
            throw ServingException.invalid("input '" + name + "' has no data");
        }
        return TensorLimits.check(Tensor.checked(name, datatype, shape, found), limits);
    }

    private @Nullable ByteBuffer binary() {
        Object size = parameters.get("binary_data_size");
        if (parameters.containsKey("shared_memory_region")) {
            throw ServingException.invalid("input '" + name + "': shared memory is not supported");
        }
        if (size == null) {
            return null;
        }
        if (!(size instanceof Long bytes) || bytes < 0 || bytes > raw.remaining()) {
            throw ServingException.invalid("input '" + name + "': binary_data_size is " + size + ", but "
                    + raw.remaining() + " bytes of binary data are left");
        }
        ByteBuffer slice = raw.slice(raw.position(), bytes.intValue());
        raw.position(raw.position() + bytes.intValue());
        return slice;
    }

    private long[] shape() throws IOException {
        InferReader.array(parser, "shape");
        List<Long> dimensions = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw ServingException.invalid("input '" + name + "': a dimension of the shape is not an integer");
            }
            dimensions.add(parser.getLongValue());
        }
        return dimensions.stream().mapToLong(Long::longValue).toArray();
    }

    private ByteBuffer elements(JsonParser from, Datatype type) throws IOException {
        InferReader.array(from, "data");
        int expected = 16;
        if (shape != null) {
            expected = (int) Math.min(1 << 17, Tensor.elements(name, shape));
        }
        ElementSink sink = new ElementSink(name, type, expected, limits);
        int depth = 1;
        while (depth > 0) {
            JsonToken token = from.nextToken();
            if (token == null) {
                throw ServingException.invalid("malformed JSON: data of input '" + name + "' is cut off");
            }
            switch (token) {
                case START_ARRAY -> depth++;
                case END_ARRAY -> depth--;
                case START_OBJECT -> throw ServingException.invalid("input '" + name + "': data holds a JSON object");
                default -> sink.take(from);
            }
        }
        return sink.finish();
    }
}
