package dev.millrace.agent.model;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server on this machine that can misbehave. */
final class ModelServer implements AutoCloseable {
    /** Answers one request. */
    interface Handler {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final List<Headers> requests = new CopyOnWriteArrayList<>();

    ModelServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    String url(String path) {
        return "http://" + host() + path;
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Headers of all requests so far. */
    List<Headers> requests() {
        return requests;
    }

    void on(String path, Handler handler) {
        server.createContext(path, exchange -> {
            requests.add(exchange.getRequestHeaders());
            try (exchange) {
                handler.answer(exchange);
            }
        });
    }

    /** Serves a file, ranges of it too. */
    void file(String path, String etag, byte[] content) {
        on(path, exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            String version = exchange.getRequestHeaders().getFirst("If-Range");
            int from = 0;
            if (!etag.isEmpty()) {
                exchange.getResponseHeaders().set("ETag", etag);
            }
            if (range != null && (version == null || version.equals(etag))) {
                from = Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            exchange.getResponseBody().write(content, from, content.length - from);
        });
    }

    void redirect(String path, String to) {
        on(path, exchange -> {
            exchange.getResponseHeaders().set("Location", to);
            exchange.sendResponseHeaders(302, -1);
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
