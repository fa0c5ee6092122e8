package dev.millrace.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadCommandTest {
    private static final String EXAMPLE =
            Path.of("").toAbsolutePath().resolveSibling("examples/predict-gpu").toString();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsTheSharedShapeWithWhatWasObserved() throws Exception {
        try (TinyServer server = new TinyServer(8, model -> 200)) {
            int code = load("--url", server.url().toString(), "--duration", "1s", "--warmup", "0s", "-o", "json");

            assertThat(code).as(err.toString()).isZero();
            JsonNode document = new ObjectMapper().readTree(out.toString());
            assertThat(document.at("/placed").asInt()).isEqualTo(4);
            assertThat(document.at("/apps")).hasSize(4);
            assertThat(document.at("/apps/0/name").asText()).isEqualTo("hand-guard");
            assertThat(document.at("/apps/0/slo/objective").asText()).isEqualTo("p99");
            assertThat(document.at("/apps/0/sloMet").asBoolean()).isTrue();
            assertThat(document.at("/apps/0/responseMs/p99.9").asDouble()).isPositive();
            assertThat(document.at("/apps/0/observed/requests").asLong()).isEqualTo(8);
            // upload-sort declares 12 ms of network.
            assertThat(document.at("/apps/3/responseMs/p50").asDouble()).isBetween(12.0, 100.0);
        }
    }

    @Test
    void strictSaysNoWhenAnObjectiveIsMissed() throws Exception {
        try (TinyServer server = new TinyServer(8, model -> 503)) {
            String url = server.url().toString();
            assertThat(load("--url", url, "--duration", "1s", "--warmup", "0s", "--strict"))
                    .isEqualTo(1);
            assertThat(out.toString()).contains("NO").contains("requests failed: HTTP 503");
            assertThat(load("--url", url, "--duration", "1s", "--warmup", "0s")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--url, 127.0.0.1:8000, is not an http or https URL",
        "--url, http://127.0.0.1:1, does not answer",
        "--duration, 60, Maybe a unit is missing",
        "--duration, 0s, must be positive",
    })
    void badInputIsOneLineAndExitCodeTwo(String option, String value, String message) {
        List<String> arguments = new ArrayList<>(List.of(option, value));
        if (!option.equals("--url")) {
            arguments.addAll(List.of("--url", "http://127.0.0.1:1"));
        }
        assertThat(load(arguments.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString().lines().filter(line -> !line.startsWith("note:")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains(message));
    }

    @Test
    void aServerWithoutAnyOfTheAppsIsBadInput() throws Exception {
        try (TinyServer server = new TinyServer(2, model -> 200)) {
            int code = load("--url", "other-node=" + server.url(), "--duration", "1s");
            assertThat(code).isEqualTo(2);
            assertThat(err.toString()).contains("no app of the manifests is served at");
        }
    }

    private int load(String... arguments) {
        List<String> all = new ArrayList<>(List.of("load", "-f", EXAMPLE));
        all.addAll(List.of(arguments));
        return Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
