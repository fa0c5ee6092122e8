package dev.millrace.agent.metrics;

import dev.millrace.agent.protocol.tls.Tls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves GET /metrics, and what a kubelet asks: /livez (200 while the process answers) and /readyz (200 or 503). With mTLS
 * this is the one port that asks for no certificate.
 */
public final class MetricsServer {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final String TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
    private static final int UNAVAILABLE = 503;

    private final Vertx vertx;
    private final Executor scrapes;
    private final AgentMetrics metrics;
    private final @Nullable Tls tls;

    private final BooleanSupplier ready;

    /**
     * @param scrapes walks over the series: best at a low priority, since nobody waits for it
     * @param ready what /readyz says
     * @param tls null for in the clear; a scraper needs no certificate of its own
     */
    public MetricsServer(
            Vertx vertx, Executor scrapes, AgentMetrics metrics, BooleanSupplier ready, @Nullable Tls tls) {
        this.ready = ready;
        this.vertx = vertx;
        this.scrapes = scrapes;
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
        switch (request.path()) {
            case "/metrics" -> scrape(request);
            case "/livez" -> request.response().end("ok");
            case "/readyz" -> {
                boolean now = ready.getAsBoolean();
                request.response().setStatusCode(now ? OK : UNAVAILABLE).end(now ? "ok" : "not ready");
            }
            default -> request.response().setStatusCode(NOT_FOUND).end();
        }
    }

    private void scrape(HttpServerRequest request) {
        // A scrape walks over all series: not on the event loop that answers requests.
        String accept = request.getHeader("Accept");
        String type = accept != null && accept.contains(OPEN_METRICS) ? OPEN_METRICS_TYPE : TEXT_TYPE;
        Future.fromCompletionStage(
                        CompletableFuture.supplyAsync(() -> metrics.scrape(type), scrapes), vertx.getOrCreateContext())
                .onSuccess(text ->
                        request.response().putHeader("Content-Type", type).end(text))
                .onFailure(error -> request.response().setStatusCode(500).end());
    }
}
