package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a shell script in the agent's place: starting, announcing, failing and ending are the same for any process. */
class AgentProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void readsTheAnnouncementAndEndsTheWholeTree() throws Exception {
        AgentProcess agent = shell("""
                sleep 600 &
                echo $! > child
                echo 'WARNING: not the announcement'
                echo '{"event":"ready","node":"n","http":"127.0.0.1:1234","grpc":"127.0.0.1:1"}'
                wait""");
        assertThat(agent.awaitReady(LIMIT)).hasToString("http://127.0.0.1:1234");
        ProcessHandle child = ProcessHandle.of(
                        Long.parseLong(Files.readString(folder.resolve("child")).strip()))
                .orElseThrow();

        agent.close();

        assertThat(agent.isAlive()).isFalse();
        assertThat(child.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
    }

    @Test
    void anAgentThatEndsSaysWhyInItsLog() throws Exception {
        try (AgentProcess agent = shell("echo 'no such node: n' >&2; exit 2")) {
            assertThatThrownBy(() -> agent.awaitReady(LIMIT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ended before it was ready")
                    .hasMessageContaining("no such node: n");
        }
    }

    @Test
    void anAgentThatNeverAnnouncesItselfIsGivenUp() throws Exception {
        try (AgentProcess agent = shell("echo 'still loading' >&2; sleep 600")) {
            assertThatThrownBy(() -> agent.awaitReady(Duration.ofSeconds(2)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("was not ready after 2 s");
        }
    }

    @Test
    void anAgentThatIgnoresTheRequestToEndIsKilled() throws Exception {
        AgentProcess agent =
                shell("trap '' TERM; echo '{\"event\":\"ready\",\"http\":\"127.0.0.1:1\"}'; while :; do sleep 1; done");
        agent.awaitReady(LIMIT);
        agent.close();
        assertThat(agent.isAlive()).isFalse();
    }

    @Test
    void aClosedFleetStartsNoMore() throws Exception {
        AgentFleet fleet = new AgentFleet();
        AgentProcess agent = fleet.start("n", List.of("sh", "-c", "sleep 600"), folder.resolve("log"));
        assertThat(agent).isNotNull();
        fleet.close();
        assertThat(agent.isAlive()).isFalse();
        assertThat(fleet.start("n", List.of("sh", "-c", "sleep 600"), folder.resolve("log")))
                .isNull();
    }

    private AgentProcess shell(String script) throws IOException {
        return AgentProcess.start(
                "n", List.of("sh", "-c", "cd '" + folder + "'\n" + script), folder.resolve("agent.log"));
    }
}
