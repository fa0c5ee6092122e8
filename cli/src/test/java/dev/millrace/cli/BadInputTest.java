package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BadInputTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void everyCommandNamesFileObjectAndFieldAndExitsWithTwo(BadInput input) throws IOException {
        Path file = input.write(folder);
        for (String command : new String[] {"predict", "plan", "simulate"}) {
            Run run = Run.of(command, "-f", file.toString());
            assertThat(input.verdict(file, run.code(), run.out(), run.err()))
                    .as(command)
                    .isNull();
        }
        Run explain = Run.of("explain", "gate", "-f", file.toString());
        assertThat(input.verdict(file, explain.code(), explain.out(), explain.err()))
                .isNull();
    }

    @Test
    void aMissingFileIsNamed() {
        Run run = Run.of("predict", "-f", folder.resolve("nowhere.yaml").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("nowhere.yaml").doesNotContain("Exception", "\tat ");
    }

    @Test
    void aFolderWithoutManifestsIsNoSilentSuccess() {
        Run run = Run.of("predict", "-f", folder.toString(), "-o", "json");

        assertThat(run.err() + run.out()).contains(folder.toString());
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void allProblemsAreReportedNotTheFirstOnly() throws IOException {
        String manifests = Files.readString(Path.of(Run.manifests("one-tpu"), "all.yaml"))
                .replace("ratePerSecond: 30", "ratePerSecond: -30")
                .replace("objective: mean", "objective: p97");
        Path file = Files.writeString(folder.resolve("two.yaml"), manifests);

        Run run = Run.of("predict", "-f", file.toString());

        assertThat(run.err().lines())
                .anyMatch(line -> line.contains("site-a/gate"))
                .anyMatch(line -> line.contains("site-a/dock"));
    }

    @Test
    void sharesBeyondOneAreRefused() throws IOException {
        String manifests = Files.readString(Path.of(Run.manifests("one-tpu"), "all.yaml"));
        String device = "  - {name: edgetpu-0, class: EdgeTPU, type: coral-usb, onChipMemory: 6.9Mi, memory: 800Mi,";
        Path file = Files.writeString(
                folder.resolve("shares.yaml"),
                manifests
                        .replace(device, device.replace("edgetpu-0", "edgetpu-1") + " health: Healthy}\n" + device)
                        .replace(
                                "  assignments:\n",
                                "  assignments:\n  - {app: {namespace: site-a, name: gate}, device: edgetpu-1,"
                                        + " variant: edgetpu, share: 0.5}\n"));

        Run run = Run.of("predict", "-f", file.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("site-a/gate", "1.5");
    }
}
