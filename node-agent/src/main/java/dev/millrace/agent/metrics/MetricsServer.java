package dev.millrace.agent.metrics;

import dev.millrace.agent.protocol.tls.Tls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Serves GET /metrics. */
public final class MetricsServer {
    private static final int NOT_FOUND = 404;

    private final Vertx vertx;
    private final AgentMetrics metrics;
    private final @Nullable Tls tls;

    /** @param tls null for in the clear; a scraper needs no certificate of its own */
    public MetricsServer(Vertx vertx, AgentMetrics metrics, @Nullable Tls tls) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.tls = tls;
    }

    /** Listens; the future holds the port. */
    public Future<Integer> listen(String host, int port) {
        HttpServerOptions options = new HttpServerOptions().setHost(host).setPort(port);
        if (tls != null) {
            tls.secure(options, false);
        }
        HttpServer created = vertx.createHttpServer(options).requestHandler(this::handle);
        return created.listen().map(HttpServer::actualPort);
    }

    private void handle(HttpServerRequest request) {
        if (!request.path().equals("/metrics")) {
            request.response().setStatusCode(NOT_FOUND).end();
            return;
        }
        // A scrape walks over all series: not on the event loop that answers requests.
        vertx.<String>executeBlocking(metrics::scrape)
                .onSuccess(text -> request.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(text))
                .onFailure(error -> request.response().setStatusCode(500).end());
    }
}
