package dev.millrace.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Triton's perf_analyzer, unmodified, against the packaged agent: closed loop, and Poisson arrivals at a rate. */
class PerfAnalyzerIT {
    private static final int CANNOT_BE_MADE = 77;

    @TempDir
    private Path folder;

    @Test
    void itMeasuresBothProtocolsInBothModes() throws Exception {
        try (PackagedAgent agent = PythonClients.agent(folder)) {
            for (String protocol : List.of("http", "grpc")) {
                String address = protocol.equals("http") ? agent.http() : agent.grpc();
                measure(protocol, address, "--concurrency-range", "2");
                measure(protocol, address, "--request-rate-range", "50", "--request-distribution", "poisson");
            }
            agent.stop();
        }
    }

    private void measure(String protocol, String address, String... mode) throws IOException, InterruptedException {
        Path table = folder.resolve("table.csv");
        List<String> command = new ArrayList<>(List.of(
                Path.of("src", "test", "python", "perf_analyzer.sh").toString(),
                "-m",
                "site.cam",
                "-i",
                protocol,
                "-u",
                address,
                "--shape",
                "x:1,3,48,192",
                "--measurement-mode",
                "count_windows",
                "--measurement-request-count",
                "50",
                // The test asks whether it works; how steady this machine is, is another matter.
                "--stability-percentage",
                "999",
                "-f",
                table.toString()));
        command.addAll(List.of(mode));
        Path said = folder.resolve("perf.out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assumeTrue(process.exitValue() != CANNOT_BE_MADE, "perf_analyzer: " + Files.readString(said));
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        List<String> lines = Files.readAllLines(table);
        assertThat(lines).hasSize(2);
        List<String> names = List.of(lines.get(0).split(","));
        String[] values = lines.get(1).split(",");
        assertThat(Double.parseDouble(values[names.indexOf("Inferences/Second")]))
                .isPositive();
        assertThat(Double.parseDouble(values[names.indexOf("Server Compute Infer")]))
                .as("from the statistics of the agent")
                .isPositive();
    }
}
