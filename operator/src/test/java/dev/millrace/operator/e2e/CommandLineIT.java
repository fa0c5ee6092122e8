package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad usage and clusters that cannot be used: a sentence and an exit code, never a stack trace. */
class CommandLineIT {
    @TempDir
    private Path folder;

    private record Run(int code, String out, String err) {}

    private Run run(String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Process process = OperatorProcess.launch(log, arguments);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Run(process.exitValue(), out, Files.readString(log));
    }

    private Path kubeconfig(String server) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "%s"}}]
                users: [{name: u, user: {token: none}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(server));
    }

    @Test
    void helpAndVersionAreOrdinaryAnswers() throws Exception {
        assertThat(run("--help")).satisfies(help -> {
            assertThat(help.code()).isZero();
            assertThat(help.out()).contains("--kubeconfig", "--context", "--namespace", "--http-port");
        });
        assertThat(run("--version").out()).startsWith("millrace operator 0.");
    }

    @Test
    void badUsageIsExitCodeTwo() throws Exception {
        Run port = run("--http-port", "99999");
        assertThat(port.code()).isEqualTo(2);
        assertThat(port.err()).contains("--http-port: 99999").doesNotContain("\tat ");

        Run file = run("--kubeconfig", folder.resolve("nothing").toString());
        assertThat(file.code()).isEqualTo(2);
        assertThat(file.err()).contains("there is no such file").doesNotContain("\tat ");
    }

    @Test
    void anApiServerThatDoesNotAnswerIsSaidInASentence() throws Exception {
        // Port 1 of loopback: nobody listens there.
        Run run = run("--kubeconfig", kubeconfig("http://127.0.0.1:1").toString(), "--http-port", "0");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).doesNotContain("ready");
        assertThat(run.err()).contains("the API server cannot be used").doesNotContain("\tat ");
    }
}
