package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Prediction and simulation share no code below the model: on every example they agree on the mean within 5 %. */
class AgreementTest {
    private static final double PERCENT = 5;

    static List<Path> examples() throws IOException {
        try (Stream<Path> paths = Files.list(Run.ROOT.resolve("examples"))) {
            return paths.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void predictAndSimulateAgree(Path example) {
        String folder = example.toString();
        Run predicted = Run.of("predict", "-f", folder, "-o", "json");
        if (predicted.json().get("placed").asInt() > 0) {
            compare(predicted, Run.of("simulate", "-f", folder, "--requests", "200000", "-o", "json"));
            return;
        }
        // Nothing is assigned yet: what is planned must agree.
        Run plan = Run.of("plan", "-f", folder, "--time=30s", "-o", "yaml");
        assertThat(plan.code()).as(plan.err()).isZero();
        compare(
                Run.withInput(plan.out(), "predict", "-f", folder, "-f", "-", "-o", "json"),
                Run.withInput(plan.out(), "simulate", "-f", folder, "-f", "-", "--requests", "200000", "-o", "json"));
    }

    private static void compare(Run predicted, Run simulated) {
        assertThat(simulated.json().get("placed").asInt())
                .isEqualTo(predicted.json().get("placed").asInt())
                .isPositive();
        for (JsonNode app : predicted.json().get("apps")) {
            if (app.get("placed").asBoolean()) {
                String name = app.get("name").asText();
                assertThat(app.at("/responseMs/mean").asDouble())
                        .as(name)
                        .isCloseTo(simulated.app(name).at("/responseMs/mean").asDouble(), withinPercentage(PERCENT));
            }
        }
    }
}
