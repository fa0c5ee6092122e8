package dev.millrace.agent.it;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.agent.RunningAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A real model on a web server of this machine. */
final class WebModel implements AutoCloseable {
    /** A request that the model takes. */
    static final String REQUEST = "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3,48,192],\"data\":["
            + "0.5,".repeat(3 * 48 * 192 - 1) + "0.5]}]}";

    private final HttpServer server;
    private final byte[] content;

    WebModel() throws IOException {
        content = Files.readAllBytes(RunningAgent.MODELS.resolve("ch_ppocr_mobile_v2.0_cls_infer.onnx"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/model.onnx", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/model.onnx";
    }

    String sha256() throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
