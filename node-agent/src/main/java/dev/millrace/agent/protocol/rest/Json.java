package dev.millrace.agent.protocol.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Small JSON answers. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int OK = 200;

    private Json() {}

    /** An object of those names and values, in that order. */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    static void send(HttpServerResponse response, Object value) {
        send(response, OK, value);
    }

    /** Does nothing where the client has gone or the answer is on its way already. */
    static void send(HttpServerResponse response, int status, Object value) {
        if (response.ended() || response.closed()) {
            return;
        }
        try {
            response.setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer(MAPPER.writeValueAsBytes(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and records are JSON", e);
        }
    }

    static void fail(HttpServerResponse response, ServingException error) {
        if (error.fault() == Fault.UNAUTHENTICATED && !response.headWritten()) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        if (error.retryAfterSeconds() > 0 && !response.headWritten()) {
            response.putHeader("Retry-After", Long.toString(error.retryAfterSeconds()));
        }
        send(response, error.fault().httpStatus(), object("error", String.valueOf(error.getMessage())));
    }
}
