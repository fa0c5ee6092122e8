package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    private static final String PROFILES = Run.ROOT.resolve("deploy/profiles").toString();

    @TempDir
    Path folder;

    @Test
    void comparesDevicesByTheShippedProfiles() {
        Run run = Run.of("report", "-f", PROFILES);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("## Latency (ms)", "## Throughput (1/s)", "## All")
                .contains("| resnet18-224 | jetson-nano | 10.8 | 92.3 | 1 |")
                .contains("github umassos/ibis@ac0f8d7");
    }

    @Test
    void moneyAndPowerComeFromTheCaller() {
        Run run = Run.of("report", "-f", PROFILES, "--price", "jetson-nano=100", "--power", "jetson-nano=10");

        String row = run.out()
                .lines()
                .filter(line -> line.startsWith("| resnet18-224 | jetson-nano |"))
                .findFirst()
                .orElseThrow();
        assertThat(row).contains("| 9.23 | 92.3 | Published");
        assertThat(Run.of("report", "-f", PROFILES).out()).doesNotContain("per 100 of price (");
    }

    @Test
    void energyThatWasMeasuredCountsBeforePower() {
        Run run = Run.of("report", "-f", PROFILES, "--power", "jetson-nano-cpu=1000");

        // 1 / 0.219505 J
        assertThat(run.out().lines().filter(line -> line.contains("| jetson-nano-cpu |")))
                .anyMatch(line -> line.contains("| 4.56 |"));
    }

    @Test
    void csvAndPlotsAreWritten() throws IOException {
        Path csv = folder.resolve("figures.csv");
        Path plots = folder.resolve("plots");

        Run run = Run.of("report", "-f", PROFILES, "--csv", csv.toString(), "--plots", plots.toString());

        List<String> lines = Files.readAllLines(csv);
        assertThat(lines.getFirst()).startsWith("model,deviceType,latencyMs,throughputPerSecond");
        assertThat(lines).hasSizeGreaterThan(150);
        assertThat(plots.resolve("throughput.svg")).content().contains("<svg", "</svg");
        assertThat(plots.resolve("latency.svg")).exists();
        assertThat(plots.resolve("per-price.svg")).doesNotExist();
        assertThat(run.out()).contains("![Throughput (1/s)](" + plots + "/throughput.svg)");
    }

    @Test
    void refusesNonsense() {
        assertThat(Run.of("report", "-f", PROFILES, "--price", "coral-usb=0").code())
                .isEqualTo(2);
        assertThat(Run.of("report", "-f", Run.manifests("one-tpu") + "/nothing").code())
                .isEqualTo(2);
    }
}
