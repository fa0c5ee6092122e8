package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code millrace predict} against truths found by another simulator: the mean within 2 %. */
class TruthTest {
    private static final double PERCENT = 2;

    static List<Path> cases() throws IOException {
        try (Stream<Path> paths = Files.list(Path.of("src/test/resources/cases"))) {
            return paths.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void predictMeetsTheTruth(Path folder) throws IOException {
        Run run = Run.of("predict", "-f", folder.resolve("case.yaml").toString(), "-o", "json");
        assertThat(run.code()).as(run.err()).isZero();

        JsonNode truth =
                new ObjectMapper().readTree(folder.resolve("truth.json").toFile());
        assertThat(truth.get("apps")).isNotEmpty();
        for (JsonNode app : truth.get("apps")) {
            String name = app.get("name").asText();
            assertThat(run.app(name).at("/responseMs/mean").asDouble())
                    .as(name)
                    .isCloseTo(app.get("mean").asDouble(), withinPercentage(PERCENT));
        }
    }
}
