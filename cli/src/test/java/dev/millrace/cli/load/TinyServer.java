package dev.millrace.cli.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** A server that speaks just enough of the Open Inference Protocol to take load, and counts what it got. */
final class TinyServer implements AutoCloseable {
    /** What one inference costs. */
    interface Work {
        /** Returns the HTTP status to answer with. */
        int serve(String model) throws InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Work work;
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();

    /** @param parallel how many requests it serves at a time */
    TinyServer(int parallel, Work work) throws IOException {
        this.work = work;
        this.threads = Executors.newFixedThreadPool(parallel);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v2/models/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    long requests(String model) {
        LongAdder count = requests.get(model);
        return count == null ? 0 : count.sum();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        String model = path[3];
        exchange.getRequestBody().readAllBytes();
        if (model.endsWith(".absent")) {
            answer(exchange, 404, "{\"error\": \"unknown model\"}");
        } else if (path.length == 4) {
            answer(
                    exchange,
                    200,
                    "{\"name\": \"" + model + "\", \"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\","
                            + " \"shape\": [-1, 3]}]}");
        } else {
            requests.computeIfAbsent(model, name -> new LongAdder()).increment();
            try {
                int status = work.serve(model);
                answer(exchange, status, status == 200 ? "{\"outputs\": []}" : "{\"error\": \"no\"}");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.close();
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
