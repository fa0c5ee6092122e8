package dev.millrace.agent.protocol.rest;

import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.protocol.ServerFacts;
import dev.millrace.agent.protocol.tls.Tls;
import dev.millrace.agent.serving.AppId;
import dev.millrace.agent.serving.Destination;
import dev.millrace.agent.serving.RemoteTarget;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tracing.RequestTracing;
import dev.millrace.agent.tracing.TraceContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sends a request on to the agent that has the drawn replica, as it came. */
final class Forwarder {
    private static final int CONNECT_MS = 2_000;
    private static final int POOL = 64;
    private static final int OK = 200;

    private final HttpClient client;
    private final AgentMetrics metrics;
    private final @Nullable String agentName;

    /** @param tls how other agents are reached; null for in the clear */
    Forwarder(Vertx vertx, AgentMetrics metrics, Limits limits, @Nullable Tls tls) {
        this.metrics = metrics;
        this.agentName = tls == null ? null : tls.agentName();
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(CONNECT_MS)
                .setMaxPoolSize(POOL)
                .setTcpNoDelay(true)
                .setMaxChunkSize(Math.min(limits.maxRequestBytes(), 1 << 20));
        if (tls != null) {
            tls.secure(options);
        }
        this.client = vertx.createHttpClient(options);
    }

    void forward(HttpServerRequest request, String model, Buffer body, Destination.Remote remote, long arrivalNanos) {
        AppId app = remote.app().id();
        HttpServerResponse response = request.response();
        RequestTracing.Forwarding trace = metrics.tracing()
                .forwarding(
                        TraceContext.of(request::getHeader),
                        app.toString(),
                        remote.target().node(),
                        arrivalNanos);
        client.request(onward(remote.target(), model))
                .compose(onward -> send(request, onward, body, trace.onward()))
                .compose(answer -> answer.body().map(bytes -> {
                    relay(answer, bytes, response);
                    return answer.statusCode();
                }))
                .onSuccess(status -> {
                    trace.ended(status == OK);
                    if (status == OK) {
                        metrics.elsewhere(app).forwarded(System.nanoTime() - arrivalNanos);
                    } else {
                        metrics.elsewhere(app).relayedFailure(status);
                    }
                })
                .onFailure(error -> {
                    trace.ended(false);
                    metrics.elsewhere(app).failed(Fault.UNAVAILABLE);
                    Json.fail(
                            response,
                            ServingException.of(
                                    Fault.UNAVAILABLE,
                                    "node '" + remote.target().node() + "', which serves model '" + model
                                            + "', does not answer"));
                });
    }

    private RequestOptions onward(RemoteTarget target, String model) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(target.httpPort(), target.address()))
                .setPort(target.httpPort())
                .setHost(target.address())
                .setURI("/v2/models/" + URLEncoder.encode(model, StandardCharsets.UTF_8) + "/infer");
        // Agents are reached by address; their certificates carry the name that all agents have.
        return agentName == null ? options : options.setHost(agentName);
    }

    private static Future<HttpClientResponse> send(
            HttpServerRequest request, HttpClientRequest onward, Buffer body, @Nullable TraceContext trace) {
        copy(request.getHeader("Content-Type"), "Content-Type", onward);
        copy(request.getHeader(InferHandler.JSON_LENGTH), InferHandler.JSON_LENGTH, onward);
        copy(request.getHeader("Authorization"), "Authorization", onward);
        if (trace != null) {
            onward.putHeader(TraceContext.PARENT, trace.parent());
            copy(trace.state(), TraceContext.STATE, onward);
        }
        onward.putHeader(ServerFacts.FORWARDED, "1");
        return onward.send(body);
    }

    private static void copy(@Nullable String value, String name, HttpClientRequest onward) {
        if (value != null) {
            onward.putHeader(name, value);
        }
    }

    private static void relay(HttpClientResponse answer, Buffer bytes, HttpServerResponse response) {
        if (response.ended() || response.closed()) {
            return;
        }
        for (String name : new String[] {"Content-Type", InferHandler.JSON_LENGTH, "Retry-After"}) {
            String value = answer.getHeader(name);
            if (value != null) {
                response.putHeader(name, value);
            }
        }
        response.setStatusCode(answer.statusCode()).end(bytes);
    }
}
