package dev.millrace.agent.protocol.rest;

import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.serving.InferService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.function.BooleanSupplier;

/** The protocol's HTTP server. */
public final class RestServer {
    private final Vertx vertx;
    private final RestRoutes routes;

    /** @param ready whether the node is ready to serve */
    public RestServer(Vertx vertx, InferService service, AgentMetrics metrics, Limits limits, BooleanSupplier ready) {
        this.vertx = vertx;
        this.routes = new RestRoutes(
                new InferHandler(service, limits, new Forwarder(vertx, metrics, limits)),
                new ModelHandler(service.directory(), metrics),
                ready);
    }

    /** Listens; the future holds the port. */
    public Future<Integer> listen(String host, int port) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setCompressionSupported(false);
        HttpServer created = vertx.createHttpServer(options).requestHandler(routes::handle);
        return created.listen().map(HttpServer::actualPort);
    }
}
