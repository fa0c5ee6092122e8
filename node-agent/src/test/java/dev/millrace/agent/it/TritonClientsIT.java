package dev.millrace.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Triton's Python clients, unmodified, against the packaged agent with a real model. */
class TritonClientsIT {
    @TempDir
    private Path folder;

    @Test
    void outputsAreThoseOfOnnxRuntime() throws Exception {
        Path python = PythonClients.interpreter("clients");
        try (PackagedAgent agent = PythonClients.agent(folder)) {
            String said = PythonClients.run(
                    folder,
                    python.toString(),
                    Path.of("src", "test", "python", "triton_clients.py")
                            .toAbsolutePath()
                            .toString(),
                    agent.http(),
                    agent.grpc(),
                    "site.cam",
                    PythonClients.MODEL.toString());
            assertThat(said).contains("ok      grpc: stream");
            assertThat(Files.readString(folder.resolve("agent.err"))).doesNotContain("\tat ");
            agent.stop();
        }
    }
}
