package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RangeTableTest {
    @TempDir
    Path folder;

    @Test
    void recordsMedianAndRangeAndReadsThemBack() throws IOException {
        Path results = Files.writeString(folder.resolve("results.json"), """
                [{"benchmark": "p.PredictorBenchmark.fastMeanGpu", "params": {"copies": "3"},
                  "primaryMetric": {"scoreUnit": "us/op", "rawData": [[60, 40.5, 52]]}},
                 {"benchmark": "p.SimulatorBenchmark.requests", "params": {"device": "GPU_3"},
                  "primaryMetric": {"scoreUnit": "ops/s", "rawData": [[7e6, 6e6, 8e6]]}}]
                """);
        Path table = folder.resolve("ranges/table.md");
        RangeTable.main(new String[] {results.toString(), table.toString(), "--record"});
        assertThat(RangeTable.read(table))
                .containsExactly(
                        new RangeTable.Row("fastMeanGpu 3", "us", 52, 40.5, 60, 50),
                        new RangeTable.Row("requests GPU_3", "requests/s", 7e6, 6e6, 8e6, 5e6))
                .extracting(RangeTable.Row::isWithinLimit)
                .containsExactly(false, true);
    }

    @Test
    void committedRangesCoverEveryBenchmark() throws IOException {
        assertThat(RangeTable.read(Path.of("ranges/predictor.md")))
                .extracting(RangeTable.Row::name)
                .filteredOn(name -> name.startsWith("accurateDevice"))
                .hasSize(DeviceKind.values().length);
        assertThat(RangeTable.read(Path.of("ranges/simulator.md"))).isNotEmpty();
    }
}
