package dev.millrace.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** KServe's Python clients, unmodified, against the packaged agent with a real model. */
class KserveClientsIT {
    @TempDir
    private Path folder;

    @Test
    void outputsAreThoseOfOnnxRuntime() throws Exception {
        Path python = PythonClients.interpreter("kserve");
        try (PackagedAgent agent = PythonClients.agent(folder)) {
            String said = PythonClients.run(
                    folder,
                    python.toString(),
                    Path.of("src", "test", "python", "kserve_clients.py")
                            .toAbsolutePath()
                            .toString(),
                    agent.http(),
                    agent.grpc(),
                    "site.cam",
                    PythonClients.MODEL.toString());
            assertThat(said).contains("ok      grpc: infer, raw False");
            assertThat(Files.readString(folder.resolve("agent.err"))).doesNotContain("\tat ");
            agent.stop();
        }
    }
}
