package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class UsageTest {
    @Test
    void aMistypedCommandOrOptionIsAnsweredWithTheLikelyOne() {
        Run command = Run.of("prdict");
        Run option = Run.of("simulate", "--request", "5");

        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains("'prdict'", "Did you mean", "predict");
        assertThat(option.code()).isEqualTo(2);
        assertThat(option.err()).contains("--request", "--requests");
        assertThat(option.err() + command.err()).doesNotContain("\tat ");
    }

    @Test
    void noCommandIsUsageError() {
        assertThat(Run.of().code()).isEqualTo(2);
        assertThat(Run.of().err()).contains("Missing command", "--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"predict", "plan", "simulate", "explain", "load", "crds", "version"})
    void everyCommandHasHelpWithAnExample(String command) {
        Run help = Run.of(command, "--help");

        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Usage: millrace " + command, "millrace " + command, "Example");
        assertThat(Run.of("help", command).out()).isEqualTo(help.out());
    }

    @Test
    void crdsPrintsAllKinds() {
        Run run = Run.of("crds");

        assertThat(run.code()).isZero();
        assertThat(new Yaml().loadAll(run.out())).hasSize(5);
        assertThat(run.out())
                .contains(
                        "inferenceapps.millrace.dev", "inferencenodes.millrace.dev", "placementpolicies.millrace.dev");
    }

    @Test
    void versionNamesTheBuild() {
        assertThat(Run.of("version").out()).matches("millrace \\S+ \\(commit \\S+, Java 2\\S+\\)\\R");
        assertThat(Run.of("version", "-o", "json").json().fieldNames())
                .toIterable()
                .containsExactly("version", "commit", "java");
    }

    @Test
    void completionKnowsCommandsAndAlgorithms() {
        assertThat(Run.of("generate-completion").out()).contains("predict", "memory-first-fit", "--kubeconfig");
    }

    @Test
    void commandsOfTheLauncherSayWhereTheyRun() {
        Run run = Run.of("agent", "--node", "pi");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("./millrace agent");
    }
}
