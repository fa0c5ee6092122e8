package dev.millrace.agent.protocol.rest;

import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.protocol.Gate;
import dev.millrace.agent.protocol.HeldBytes;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.protocol.tls.Tls;
import dev.millrace.agent.serving.InferService;
import dev.millrace.agent.serving.ModelRepository;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import org.jspecify.annotations.Nullable;

/** The protocol's HTTP server: HTTP/1.1 with kept connections and HTTP/2, with TLS or in the clear. */
public final class RestServer {
    private final Vertx vertx;
    private final RestRoutes routes;
    private final @Nullable Tls tls;

    /**
     * @param held bytes of bodies, of all protocols together
     * @param tls null for in the clear
     */
    public RestServer(
            Vertx vertx,
            InferService service,
            ModelRepository repository,
            AgentMetrics metrics,
            Limits limits,
            HeldBytes held,
            Gate gate,
            @Nullable Tls tls) {
        this.vertx = vertx;
        this.tls = tls;
        this.routes = new RestRoutes(
                new InferHandler(service, limits, held, new Forwarder(vertx, metrics, limits, tls)),
                new ModelHandler(service.directory(), metrics, repository, held),
                gate);
    }

    /** Listens; the future holds the port. */
    public Future<Integer> listen(String host, int port) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setCompressionSupported(false);
        if (tls != null) {
            tls.secure(options, true);
        }
        HttpServer created =
                vertx.createHttpServer(options).requestHandler(routes::handle).invalidRequestHandler(routes::invalid);
        return created.listen().map(HttpServer::actualPort);
    }
}
