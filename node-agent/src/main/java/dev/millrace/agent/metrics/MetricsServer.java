package dev.millrace.agent.metrics;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** Serves GET /metrics. */
public final class MetricsServer {
    private static final int NOT_FOUND = 404;

    private final Vertx vertx;
    private final AgentMetrics metrics;

    public MetricsServer(Vertx vertx, AgentMetrics metrics) {
        this.vertx = vertx;
        this.metrics = metrics;
    }

    /** Listens; the future holds the port. */
    public Future<Integer> listen(String host, int port) {
        HttpServer created = vertx.createHttpServer(
                        new HttpServerOptions().setHost(host).setPort(port))
                .requestHandler(this::handle);
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
