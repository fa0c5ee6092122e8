package dev.millrace.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.placement.model.AppRef;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a server which inputs an app's model takes. */
final class ServedModels {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final ObjectMapper json = new ObjectMapper();

    ServedModels(HttpClient client) {
        this.client = client;
    }

    /** The path of an app's model: the protocol's model name is {@code NAMESPACE.NAME}. */
    static String path(AppRef app) {
        return "/v2/models/" + app.namespace() + "." + app.name();
    }

    /**
     * The inputs of {@code app} at {@code url}; empty where the server does not serve it.
     *
     * @throws IOException where the server cannot be reached or answers with no metadata, saying why
     */
    Optional<List<TensorSpec>> inputs(URI url, AppRef app) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path(app)))
                .timeout(TIMEOUT)
                .build();
        HttpResponse<String> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            // The client's exceptions often carry no message; their kind is what tells a refusal from a reset.
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new IOException(url + " does not answer: " + why, e);
        }
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw new IOException(url + path(app) + " answers " + response.statusCode() + ": "
                    + response.body().lines().findFirst().orElse(""));
        }
        return Optional.of(inputs(url, app, response.body()));
    }

    private List<TensorSpec> inputs(URI url, AppRef app, String body) throws IOException {
        List<TensorSpec> inputs = new ArrayList<>();
        for (JsonNode input : json.readTree(body).path("inputs")) {
            List<Long> shape = new ArrayList<>();
            input.path("shape").forEach(size -> shape.add(size.asLong()));
            inputs.add(new TensorSpec(
                    input.path("name").asText(), input.path("datatype").asText(), shape));
        }
        if (inputs.isEmpty()) {
            throw new IOException(url + path(app) + " declares no input");
        }
        return inputs;
    }
}
