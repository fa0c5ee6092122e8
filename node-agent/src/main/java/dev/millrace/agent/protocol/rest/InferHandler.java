package dev.millrace.agent.protocol.rest;

import dev.millrace.agent.protocol.HeldBytes;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.protocol.ServerFacts;
import dev.millrace.agent.serving.Destination;
import dev.millrace.agent.serving.InferService;
import dev.millrace.agent.serving.Reply;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.InferResponse;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tracing.TraceContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** POST …/infer. */
final class InferHandler {
    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private static final Logger LOG = Logger.getLogger(InferHandler.class);

    private final InferService service;
    private final Limits limits;
    private final HeldBytes held;
    private final Forwarder forwarder;

    InferHandler(InferService service, Limits limits, HeldBytes held, Forwarder forwarder) {
        this.service = service;
        this.limits = limits;
        this.held = held;
        this.forwarder = forwarder;
    }

    void handle(HttpServerRequest request, String model, long arrivalNanos) {
        service.directory().find(model);
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw ServingException.invalid(
                    "Content-Encoding '" + encoding + "' is not supported; Maybe send it as it is");
        }
        HttpServerResponse response = request.response();
        BodyReader.read(
                request,
                limits.maxRequestBytes(),
                held,
                body -> {
                    try {
                        admitted(request, model, body, arrivalNanos);
                    } catch (ServingException e) {
                        Json.fail(response, e);
                    } catch (RuntimeException e) {
                        LOG.errorf(e, "infer %s", model);
                        Json.fail(response, ServingException.of(Fault.INTERNAL, "the agent failed"));
                    }
                },
                error -> Json.fail(response, error));
    }

    private void admitted(HttpServerRequest request, String model, Buffer body, long arrivalNanos) {
        boolean forwarded = request.getHeader(ServerFacts.FORWARDED) != null;
        switch (service.admit(model, forwarded, arrivalNanos)) {
            case Destination.Remote remote -> forwarder.forward(request, model, body, remote, arrivalNanos);
            case Destination.Local local -> {
                RestRequest parsed;
                try {
                    parsed = InferReader.read(model, BodyReader.bytes(body), jsonBytes(request, body.length()), limits);
                } catch (ServingException e) {
                    service.abandon(local, e);
                    throw e;
                } catch (RuntimeException e) {
                    service.abandon(local, ServingException.of(Fault.INTERNAL, "the agent failed"));
                    throw e;
                }
                service.infer(
                        local,
                        parsed.request(),
                        arrivalNanos,
                        new RestReply(parsed, request.response(), loop(), TraceContext.of(request::getHeader)));
            }
        }
    }

    /** Of the connection: requests are handled on it. */
    private static Executor loop() {
        Context context = Vertx.currentContext();
        return task -> context.runOnContext(go -> task.run());
    }

    private static int jsonBytes(HttpServerRequest request, int bodyBytes) {
        String header = request.getHeader(JSON_LENGTH);
        if (header == null) {
            return bodyBytes;
        }
        try {
            int bytes = Integer.parseInt(header.strip());
            if (bytes >= 0 && bytes <= bodyBytes) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw ServingException.invalid(
                "header " + JSON_LENGTH + " is '" + header + "', but the body has " + bodyBytes + " bytes");
    }

    private record RestReply(
            RestRequest asked,
            HttpServerResponse response,
            Executor executor,
            @Nullable TraceContext trace) implements Reply {
        @Override
        public void answer(InferResponse answer) {
            InferWriter.Body body = InferWriter.write(asked, answer);
            if (response.ended() || response.closed()) {
                return;
            }
            if (body.jsonBytes() < 0) {
                response.putHeader("Content-Type", "application/json");
            } else {
                response.putHeader("Content-Type", "application/octet-stream")
                        .putHeader(JSON_LENGTH, Integer.toString(body.jsonBytes()));
            }
            response.end(body.bytes());
        }

        @Override
        public void fail(ServingException error) {
            Json.fail(response, error);
        }
    }
}
