package dev.millrace.cli.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testbed.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyLineTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path parent;

    @Test
    void isFoundAmongLogs() throws Exception {
        try (RunFolder run = RunFolder.create(parent, "run-")) {
            var child = shell(
                    run,
                    "echo a log line >&2; echo '{\"event\":\"ready\",\"http\":\"127.0.0.1:81\"}'; exec cat /dev/zero >/dev/null");

            assertThat(ReadyLine.await(child, LIMIT).path("http").asText()).isEqualTo("127.0.0.1:81");
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aProcessThatEndsIsReportedWithTheEndOfItsLog() {
        try (RunFolder run = RunFolder.create(parent, "run-")) {
            var child = shell(run, "echo cannot reach the API server >&2; exit 1");

            assertThatThrownBy(() -> ReadyLine.await(child, LIMIT))
                    .isInstanceOf(IOException.class)
                    .hasMessage("part ended before it was ready: cannot reach the API server");
        }
    }

    @Test
    void aProcessThatSaysNothingIsNotWaitedForForEver() {
        try (RunFolder run = RunFolder.create(parent, "run-")) {
            var child = shell(run, "exec cat /dev/zero >/dev/null");

            assertThatThrownBy(() -> ReadyLine.await(child, Duration.ofMillis(300)))
                    .hasMessageContaining("part was not ready after");
        }
    }

    private static dev.millrace.testbed.Child shell(RunFolder run, String script) {
        return run.start("part", Path.of("/bin/sh"), List.of("-c", script));
    }
}
