package dev.millrace.agent.protocol.rest;

import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.function.Consumer;

/** Collects a request's body up to a size. */
final class BodyReader {
    private final HttpServerRequest request;
    private final int maxBytes;
    private final Buffer body = Buffer.buffer();
    private boolean refused;

    private BodyReader(HttpServerRequest request, int maxBytes) {
        this.request = request;
        this.maxBytes = maxBytes;
    }

    /** Hands the whole body over, or the error instead of it; neither where the client goes away first. */
    static void read(
            HttpServerRequest request, int maxBytes, Consumer<Buffer> whole, Consumer<ServingException> failed) {
        BodyReader reader = new BodyReader(request, maxBytes);
        request.handler(chunk -> reader.take(chunk, failed));
        request.endHandler(end -> {
            if (!reader.refused) {
                whole.accept(reader.body);
            }
        });
        request.exceptionHandler(error -> {
            if (!reader.refused) {
                reader.refused = true;
                failed.accept(ServingException.invalid("the body did not arrive whole"));
            }
        });
    }

    private void take(Buffer chunk, Consumer<ServingException> failed) {
        if (refused) {
            return;
        }
        if ((long) body.length() + chunk.length() > maxBytes) {
            refused = true;
            // The rest of the body is not worth reading: the connection goes with the answer. HTTP/2 has no such
            // header.
            if (request.version() != HttpVersion.HTTP_2) {
                request.response().putHeader("Connection", "close");
            }
            failed.accept(ServingException.of(Fault.TOO_LARGE, "the body is larger than " + maxBytes + " bytes"));
            return;
        }
        body.appendBuffer(chunk);
    }
}
