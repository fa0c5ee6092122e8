package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real {@code ./millrace} with the real jar, as a user starts it. */
class LauncherIT {
    private static final Path LAUNCHER = Run.ROOT.resolve("millrace");
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    Path folder;

    private Run launch(Path launcher, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        // No cluster of the user's, whatever the environment says.
        builder.environment().put("HOME", folder.toString());
        builder.environment().remove("KUBECONFIG");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Run(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(names = {"NEGATIVE_RATE", "UNKNOWN_OBJECTIVE", "UNKNOWN_MODEL", "DUPLICATE_DEVICE", "UNPARSABLE_YAML"})
    void badInputIsAClearLineAndExitCodeTwo(BadInput input) throws Exception {
        Path file = input.write(folder);
        Run run = launch(LAUNCHER, "predict", "-f", file.toString());
        assertThat(input.verdict(file, run.code(), run.out(), run.err())).isNull();
    }

    @Test
    void worksFromAnyFolderAndThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("kubectl-millrace"), LAUNCHER);
        Path manifests = Path.of(Run.manifests("one-tpu")).toAbsolutePath();

        Run run = launch(link, "predict", "-f", manifests.toString(), "-o", "json");

        assertThat(run.err()).isEmpty();
        assertThat(run.json().get("placed").asInt()).isEqualTo(2);
        assertThat(launch(link, "prdict").err()).contains("kubectl millrace predict");
    }

    @Test
    void withoutManifestsAndClusterItSaysSo() throws Exception {
        Run run = launch(LAUNCHER, "predict");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("-f", "--kubeconfig").doesNotContain("Exception");
    }

    @Test
    void aClusterThatIsNotThereIsOneLine() throws Exception {
        Path kubeconfig = Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
                users: [{name: u, user: {}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """);

        Run run = launch(LAUNCHER, "predict", "--kubeconfig", kubeconfig.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("127.0.0.1:1");
        assertThat(launch(LAUNCHER, "predict", "--kubeconfig", kubeconfig.toString(), "--context", "y")
                        .err())
                .contains("no context y");
    }

    @Test
    void testTakesNoUnknownOption() throws Exception {
        Run run = launch(LAUNCHER, "test", "--lnog");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--lnog", "--long");
    }

    @Test
    void helpNeedsNoBuild() throws Exception {
        Path bare = Files.createDirectory(folder.resolve("bare"));
        Files.copy(LAUNCHER, bare.resolve("millrace"));
        assertThat(bare.resolve("millrace").toFile().setExecutable(true)).isTrue();

        Run run = launch(bare.resolve("millrace"), "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("predict", "demo", "Nothing is built yet");
    }
}
