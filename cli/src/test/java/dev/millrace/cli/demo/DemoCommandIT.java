package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo as a user starts it, with real agents, shorter. Figures are not judged here: a build machine is busy, and how
 * close predicted and observed are is the demo's own acceptance.
 */
class DemoCommandIT {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    private Process demo;

    @BeforeEach
    void agentIsBuilt() {
        assertThat(ROOT.resolve("node-agent/target/quarkus-app/quarkus-run.jar"))
                .as("the node agent, which the whole build makes before this module's tests."
                        + " Maybe run: ./mvnw -DskipTests package -pl node-agent -am")
                .exists();
    }

    @AfterEach
    void stopDemo() {
        if (demo != null) {
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            demo.destroyForcibly();
        }
    }

    @Test
    void servesWhatItPlannedAndLeavesNothingBehind() throws Exception {
        start("demo", "--duration", "10s", "--warmup", "5s", "-o", "json");
        assertThat(demo.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as(said()).isTrue();
        assertThat(demo.exitValue()).as(said()).isIn(0, 1);

        JsonNode result = new ObjectMapper().readTree(folder.resolve("out").toFile());
        assertThat(result.at("/placed").asInt()).isGreaterThanOrEqualTo(12);
        assertThat(result.at("/refused").asInt()).isPositive();
        List<String> nodes = new ArrayList<>();
        for (JsonNode app : result.at("/apps")) {
            if (app.at("/placed").asBoolean()) {
                assertThat(app.at("/observed/requests").asLong())
                        .as(app.toString())
                        .isPositive();
                assertThat(app.at("/observed/failed").asLong())
                        .as(app.toString())
                        .isZero();
                nodes.add(app.at("/replicas/0/node").asText());
            } else {
                assertThat(app.at("/reason/message").asText()).isNotBlank();
            }
        }
        assertThat(nodes).contains("quay-pi", "yard-nano", "yard-pc");
        assertNothingLeft(List.of());
    }

    @Test
    void endsItsAgentsWhenItIsToldToStop() throws Exception {
        start("demo", "--duration", "600s");
        List<ProcessHandle> agents = awaitAgents();

        demo.destroy();

        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertNothingLeft(agents);
    }

    @Test
    void agentsEndEvenWhenTheDemoIsKilled() throws Exception {
        start("demo", "--duration", "600s");
        List<ProcessHandle> agents = awaitAgents();

        demo.destroyForcibly();

        for (ProcessHandle agent : agents) {
            agent.onExit().get(60, TimeUnit.SECONDS);
        }
        assertThat(agents).noneMatch(ProcessHandle::isAlive);
    }

    private void start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmillrace.home=" + ROOT,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.millrace.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        demo = builder.start();
    }

    /** Waits until all three agents serve and load is on its way. */
    private List<ProcessHandle> awaitAgents() throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!said().contains("load: warming up")) {
            assertThat(demo.isAlive()).as(said()).isTrue();
            assertThat(System.nanoTime()).as(said()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        List<ProcessHandle> agents = demo.children().toList();
        assertThat(agents).hasSize(3);
        return agents;
    }

    private void assertNothingLeft(List<ProcessHandle> agents) throws IOException {
        assertThat(agents).noneMatch(ProcessHandle::isAlive);
        assertThat(demo.descendants()).isEmpty();
        try (Stream<Path> left = Files.walk(folder.resolve("cache"))) {
            Path own = folder.resolve("cache/millrace");
            assertThat(left.filter(Files::isRegularFile))
                    .as("only what the agents unpack once may stay, in the cache folder")
                    .allMatch(file -> file.startsWith(own) && !file.startsWith(own.resolve("demo")));
        }
    }

    private String said() {
        try (InputStream err = Files.newInputStream(folder.resolve("err"))) {
            return new String(err.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
