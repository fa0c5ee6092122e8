package dev.millrace.agent.protocol.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.agent.protocol.ServerFacts;
import dev.millrace.agent.tensor.InferResponse;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Tensor;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the body of an inference response: JSON, and behind it the outputs that were asked for in binary. */
final class InferWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** @param jsonBytes length of the JSON part; -1 where there is nothing else */
    record Body(Buffer bytes, int jsonBytes) {}

    private InferWriter() {}

    /** @throws ServingException (invalid) where an output has no form in JSON */
    static Body write(RestRequest asked, InferResponse response) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(512);
        List<Tensor> binary = new ArrayList<>();
        try (JsonGenerator out = FACTORY.createGenerator(json)) {
            out.writeStartObject();
            out.writeStringField("model_name", response.model());
            out.writeStringField("model_version", ServerFacts.MODEL_VERSION);
            if (!response.id().isEmpty()) {
                out.writeStringField("id", response.id());
            }
            if (!response.parameters().isEmpty()) {
                out.writeObjectFieldStart("parameters");
                for (Map.Entry<String, Object> entry : response.parameters().entrySet()) {
                    out.writeFieldName(entry.getKey());
                    parameter(out, entry.getValue());
                }
                out.writeEndObject();
            }
            out.writeArrayFieldStart("outputs");
            for (Tensor tensor : response.outputs()) {
                output(out, tensor, asked.binary(tensor.name()), binary);
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        Buffer body = Buffer.buffer(json.size()
                + binary.stream().mapToInt(t -> t.bytes().remaining()).sum());
        body.appendBytes(json.toByteArray());
        if (binary.isEmpty()) {
            return new Body(body, -1);
        }
        for (Tensor tensor : binary) {
            byte[] bytes = new byte[tensor.bytes().remaining()];
            tensor.bytes().get(bytes);
            body.appendBytes(bytes);
        }
        return new Body(body, json.size());
    }

    private static void output(JsonGenerator out, Tensor tensor, boolean asBinary, List<Tensor> binary)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("name", tensor.name());
        out.writeStringField("datatype", tensor.datatype().name());
        out.writeArrayFieldStart("shape");
        for (long dimension : tensor.shape()) {
            out.writeNumber(dimension);
        }
        out.writeEndArray();
        if (asBinary) {
            out.writeObjectFieldStart("parameters");
            out.writeNumberField("binary_data_size", tensor.bytes().remaining());
            out.writeEndObject();
            binary.add(tensor);
        } else {
            out.writeArrayFieldStart("data");
            ElementWriter.write(out, tensor);
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static void parameter(JsonGenerator out, Object value) throws IOException {
        switch (value) {
            case Boolean truth -> out.writeBoolean(truth);
            case Long number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            default -> out.writeString(value.toString());
        }
    }
}
