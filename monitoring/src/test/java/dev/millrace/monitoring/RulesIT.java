package dev.millrace.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The rules by Prometheus' own tool. */
class RulesIT {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path ALERTS = Repository.MONITORING.resolve("rules/alerts.yaml");

    @Test
    void rulesAreValid() throws Exception {
        List<String> command = new ArrayList<>(List.of("promtool", "check", "rules"));
        try (Stream<Path> files = Files.list(Repository.MONITORING.resolve("rules"))) {
            files.map(Path::toString).sorted().forEach(command::add);
        }

        Programs.Outcome outcome = Programs.run(command);

        assertThat(outcome.code()).as(outcome.output()).isZero();
        assertThat(outcome.output()).doesNotContain("FAILED").doesNotContain("duplicate");
    }

    @Test
    void rulesPassTheirTests() throws Exception {
        Programs.Outcome outcome = Programs.run(List.of(
                "promtool",
                "test",
                "rules",
                Repository.MONITORING.resolve("tests/alerts.yaml").toString()));

        assertThat(outcome.code()).as(outcome.output()).isZero();
    }

    @Test
    void everyAlertHasACaseInWhichItFiresAndOneInWhichItIsQuiet() throws IOException {
        JsonNode tests =
                YAML.readTree(Repository.MONITORING.resolve("tests/alerts.yaml").toFile());
        List<String> fires = new ArrayList<>();
        List<String> quiet = new ArrayList<>();
        for (JsonNode test : tests.path("tests")) {
            for (JsonNode check : test.path("alert_rule_test")) {
                (check.path("exp_alerts").isEmpty() ? quiet : fires)
                        .add(check.path("alertname").asText());
            }
        }

        List<String> names = alerts().map(rule -> rule.path("alert").asText()).toList();
        assertThat(fires).containsAll(names);
        assertThat(quiet).containsAll(names);
    }

    @Test
    void everyAlertHasARunbook() throws IOException {
        assertThat(alerts()).allSatisfy(rule -> {
            String name = rule.path("alert").asText();
            String page = rule.at("/annotations/runbook").asText();
            assertThat(page).isEqualTo("docs/runbooks/" + name + ".md");
            assertThat(Repository.ROOT.resolve(page)).content().contains("# " + name, "## Meaning", "## Do");
            assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning", "info");
        });
    }

    private static Stream<JsonNode> alerts() throws IOException {
        return StreamSupport.stream(
                YAML.readTree(ALERTS.toFile()).at("/groups/0/rules").spliterator(), false);
    }
}
