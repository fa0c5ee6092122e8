package dev.millrace.agent.protocol.rest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The description of the REST protocol, as it is served. */
final class OpenApi {
    private static final Buffer TEXT = read();

    private OpenApi() {}

    static void send(HttpServerResponse response) {
        response.putHeader("Content-Type", "application/yaml").end(TEXT);
    }

    private static Buffer read() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi.yaml is missing from the agent");
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
