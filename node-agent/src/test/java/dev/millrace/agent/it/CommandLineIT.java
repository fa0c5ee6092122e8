package dev.millrace.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.agent.Manifests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged agent says to good and bad command lines. */
class CommandLineIT {
    @TempDir
    private Path folder;

    @Test
    void helpIsPrinted() throws Exception {
        PackagedAgent.Ended ended = PackagedAgent.run("--help");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).contains("--emulate", "--model-root", "--kubeconfig");
    }

    @Test
    void badInputIsOneLineEachAndExitCodeTwo() throws Exception {
        Path good = write("good.yaml", Manifests.yaml(1, Manifests.assignment("cam", "edgetpu-0", "edgetpu", 1)));
        Path negative = write("negative.yaml", Manifests.yaml(1).replace("ratePerSecond: 100", "ratePerSecond: -1"));
        Path broken = write("broken.yaml", "a: [");
        refused("unknown option", "--no-such-option");
        refused("--node is missing", "-f", good.toString());
        refused("hold no InferenceNode 'n2'. Maybe one of: n1", "-f", good.toString(), "--node", "n2");
        refused("nothing to serve", "--node", "n1");
        refused("ratePerSecond", "-f", negative.toString(), "--node", "n1");
        refused("broken.yaml", "-f", broken.toString(), "--node", "n1");
        refused("is not NAME=TYPE", "-f", good.toString(), "--node", "n1", "--emulate", "tpu");
        refused("is not a folder", "-f", good.toString(), "--node", "n1", "--model-root", "/no/such/folder");
        refused("cannot be read", "--kubeconfig", "/no/such/file", "--node", "n1");
    }

    private static void refused(String message, String... arguments) throws Exception {
        PackagedAgent.Ended ended = PackagedAgent.run(arguments);
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().toLowerCase(Locale.ROOT)).contains(message.toLowerCase(Locale.ROOT));
        assertThat(ended.err()).doesNotContain("\tat ").doesNotContain("Exception");
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }
}
