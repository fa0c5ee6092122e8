package dev.millrace.agent.fuzz;

import dev.millrace.agent.RunningAgent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Requests to the REST server of a running agent. The first byte says what kind, the rest is what the client sends: {@code 0}
 * a body of JSON, {@code 1} a line of JSON and binary tensors behind it, {@code 2} a path, anything else a body for the
 * repository.
 */
public final class RestFuzzer {
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;
    private static final int CLIENT_ERROR = 400;
    private static final String INFER = "POST /v2/models/" + FuzzedAgent.MODEL + "/infer HTTP/1.1\r\n";

    private static RunningAgent agent;
    private static KeptConnection connection;

    private RestFuzzer() {}

    public static void fuzzerInitialize() {
        agent = FuzzedAgent.start();
        connection = new KeptConnection(agent.endpoints().httpPort());
    }

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        KeptConnection.Answer answer = switch (input[0]) {
            case '0' -> connection.send(INFER, rest);
            case '1' -> connection.send(INFER + "Inference-Header-Content-Length: " + lineLength(rest) + "\r\n", rest);
            case '2' ->
                connection.send(
                        "GET /v2/"
                                + URLEncoder.encode(
                                                new String(rest, StandardCharsets.ISO_8859_1),
                                                StandardCharsets.ISO_8859_1)
                                        .replace("%2F", "/")
                                + " HTTP/1.1\r\n",
                        new byte[0]);
            default -> connection.send("POST /v2/repository/index HTTP/1.1\r\n", rest);
        };
        if (answer.status() >= SERVER_ERROR && answer.status() != UNAVAILABLE) {
            throw new AssertionError("status " + answer.status() + ": " + answer.body());
        }
        if (answer.status() >= CLIENT_ERROR && !answer.body().startsWith("{\"error\":")) {
            throw new AssertionError("not an error of the protocol: " + answer.body());
        }
    }

    private static int lineLength(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return bytes.length;
    }

    public static void fuzzerTearDown() {
        connection.close();
        FuzzedAgent.stop(agent);
    }
}
