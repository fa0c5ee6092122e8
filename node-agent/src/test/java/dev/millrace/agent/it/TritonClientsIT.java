package dev.millrace.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.agent.Manifests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Triton's Python clients, unmodified, against the packaged agent with a real model. */
class TritonClientsIT {
    @TempDir
    private Path folder;

    @Test
    void outputsAreThoseOfOnnxRuntime() throws Exception {
        Path python = PythonClients.interpreter();
        Path manifests = folder.resolve("site.yaml");
        Files.writeString(manifests, Manifests.yaml(1, Manifests.assignment("cam", "cpu-0", "cpu", 1)));
        Path models = Path.of("target", "models").toAbsolutePath();
        Path said = folder.resolve("python.out");
        try (PackagedAgent agent = PackagedAgent.start(
                folder.resolve("agent.err"),
                "-f",
                manifests.toString(),
                "--node",
                "n1",
                "--model-root",
                models.toString())) {
            Process client = new ProcessBuilder(
                            python.toString(),
                            Path.of("src", "test", "python", "triton_clients.py")
                                    .toString(),
                            agent.http(),
                            agent.grpc(),
                            "site.cam",
                            models.resolve("ch_ppocr_mobile_v2.0_cls_infer.onnx")
                                    .toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try {
                assertThat(client.waitFor(3, TimeUnit.MINUTES)).isTrue();
            } finally {
                client.destroyForcibly();
            }
            assertThat(client.exitValue()).as(Files.readString(said)).isZero();
            assertThat(Files.readString(said)).contains("ok      grpc: stream");
            assertThat(Files.readString(folder.resolve("agent.err"))).doesNotContain("\tat ");
            agent.stop();
        }
    }
}
