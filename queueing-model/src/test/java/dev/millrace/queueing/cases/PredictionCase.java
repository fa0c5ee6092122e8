package dev.millrace.queueing.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.queueing.model.NodeModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A case with known response times.
 *
 * @param name file name without its ending
 * @param family kind of system
 * @param nodes its nodes; an app may be a stream of several
 * @param truths true figures by app
 */
public record PredictionCase(String name, String family, List<NodeModel> nodes, List<Truth> truths) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** True figures of one app in ms; those that the source does not give are NaN. */
    public record Truth(
            String stream,
            double mean,
            double p50,
            double p90,
            double p95,
            double p99,
            double p999,
            double noiseP99,
            double noiseMean) {}

    /** All cases of a resource folder below cases/, by name. */
    public static List<PredictionCase> all(String folder) {
        return all(Path.of("src/test/resources/cases", folder));
    }

    /** All cases of that folder, by name. */
    public static List<PredictionCase> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(PredictionCase::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The case of that name. */
    public static PredictionCase named(String folder, String name) {
        return read(Path.of("src/test/resources/cases", folder, name + ".json"));
    }

    /**
     * The case of that file.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public static PredictionCase read(Path file) {
        JsonNode root;
        try {
            root = JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<NodeModel> nodes = new ArrayList<>();
        root.get("nodes").forEach(node -> nodes.add(NodeJson.node(node)));
        List<Truth> truths = new ArrayList<>();
        root.get("truth").forEach(truth -> truths.add(truth(truth)));
        String name = file.getFileName().toString().replace(".json", "");
        return new PredictionCase(name, root.get("family").asText(), nodes, truths);
    }

    private static Truth truth(JsonNode node) {
        return new Truth(
                node.get("stream").asText(),
                node.path("mean").asDouble(Double.NaN),
                node.path("p50").asDouble(Double.NaN),
                node.path("p90").asDouble(Double.NaN),
                node.path("p95").asDouble(Double.NaN),
                node.path("p99").asDouble(Double.NaN),
                node.path("p999").asDouble(Double.NaN),
                node.path("halfWidth").path("p99").asDouble(Double.NaN),
                node.path("halfWidth").path("mean").asDouble(Double.NaN));
    }

    @Override
    public String toString() {
        return name;
    }
}
