package dev.millrace.cli.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests over HTTP/1.1 with as many kept connections as are under way at once. One event loop writes and reads: the
 * time it takes itself is part of what is measured.
 */
final class LoadClient implements AutoCloseable {
    private static final int CONNECTIONS = 4096;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /** Told what became of a request, on the event loop: at once, and exactly once. */
    interface Answer {
        void status(int code);

        void failed(Throwable cause);
    }

    static {
        // The JVM warns on standard error when Netty reaches for memory behind its back; here nothing is gained by it.
        System.setProperty("io.netty.noUnsafe", "true");
    }

    private final Vertx vertx;
    private final Context loop;
    private final HttpClient http;
    private final Duration timeout;

    /** @param timeout without any data, after which a request fails */
    LoadClient(Duration timeout) {
        this.timeout = timeout;
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                // Nothing is served from files; a cache folder would be left behind by a killed run.
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        loop = vertx.getOrCreateContext();
        http = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true).setConnectTimeout(Math.toIntExact(timeout.toMillis())),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /** Sends {@code call} and returns at once. */
    void send(InferenceCall call, Answer answer) {
        loop.runOnContext(ignored -> http.request(options(call))
                .compose(request -> request.send(Buffer.buffer(call.body())))
                .compose(LoadClient::drained)
                .onSuccess(answer::status)
                .onFailure(answer::failed));
    }

    private static Future<Integer> drained(HttpClientResponse response) {
        return response.end().map(ignored -> response.statusCode());
    }

    private RequestOptions options(InferenceCall call) {
        URI server = call.server();
        boolean tls = server.getScheme().equalsIgnoreCase("https");
        int port = server.getPort() >= 0 ? server.getPort() : tls ? 443 : 80;
        String prefix = server.getPath() == null ? "" : server.getPath();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(server.getHost())
                .setPort(port)
                .setSsl(tls)
                .setURI(prefix + call.path())
                .setTimeout(timeout.toMillis())
                .putHeader("Content-Type", "application/octet-stream")
                .putHeader(InferenceRequest.HEADER_LENGTH, Integer.toString(call.headerLength()));
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the load's connections do not close", e);
        }
    }
}
