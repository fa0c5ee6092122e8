package dev.millrace.agent.protocol.rest;

import dev.millrace.agent.protocol.HeldBytes;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Collects a request's body up to a size. Its bytes count as held until the response has ended. */
final class BodyReader {
    /** What is set aside before anything has arrived: a client may announce more than it sends. */
    private static final int MOST_AHEAD = 1 << 20;

    private final HttpServerRequest request;
    private final int maxBytes;
    private final HeldBytes held;
    private final Consumer<ServingException> failed;
    private final Buffer body;
    private long mine;
    private boolean refused;

    private BodyReader(HttpServerRequest request, int maxBytes, HeldBytes held, Consumer<ServingException> failed) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.held = held;
        this.failed = failed;
        this.body = Buffer.buffer((int) Math.min(MOST_AHEAD, Math.max(0, announced())));
    }

    /** Hands the whole body over, or the error instead of it; neither where the client goes away first. */
    static void read(
            HttpServerRequest request,
            int maxBytes,
            HeldBytes held,
            Consumer<Buffer> whole,
            Consumer<ServingException> failed) {
        BodyReader reader = new BodyReader(request, maxBytes, held, failed);
        request.response().endHandler(end -> reader.release());
        request.response().closeHandler(end -> reader.release());
        request.handler(reader::take);
        request.endHandler(end -> {
            if (!reader.refused) {
                whole.accept(reader.body);
            }
        });
        request.exceptionHandler(error -> reader.refuse(ServingException.invalid("the body did not arrive whole")));
        if (reader.announced() > maxBytes) {
            reader.refuse(reader.tooLarge());
        }
    }

    /** The body's bytes, shared with it where possible. */
    static ByteBuffer bytes(Buffer body) {
        ByteBuf bytes = body.getByteBuf();
        return bytes.hasArray()
                ? ByteBuffer.wrap(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes())
                : ByteBuffer.wrap(body.getBytes());
    }

    private long announced() {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void take(Buffer chunk) {
        if (refused) {
            return;
        }
        if ((long) body.length() + chunk.length() > maxBytes) {
            refuse(tooLarge());
        } else if (!held.take(chunk.length())) {
            refuse(ServingException.of(
                    Fault.UNAVAILABLE, "the agent holds as many request bodies as it can; Maybe try again"));
        } else {
            mine += chunk.length();
            body.appendBuffer(chunk);
        }
    }

    private void refuse(ServingException error) {
        if (refused) {
            return;
        }
        refused = true;
        // The rest of the body is not worth reading: the connection goes with the answer. HTTP/2 has no such header.
        if (request.version() != HttpVersion.HTTP_2 && !request.response().headWritten()) {
            request.response().putHeader("Connection", "close");
        }
        failed.accept(error);
    }

    private ServingException tooLarge() {
        return ServingException.of(Fault.TOO_LARGE, "the body is larger than " + maxBytes + " bytes");
    }

    private void release() {
        held.release(mine);
        mine = 0;
    }
}
