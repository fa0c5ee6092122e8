package dev.millrace.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every command of every runbook, as it stands there, on a running cluster. */
@ExtendWith(DemoExtension.class)
class RunbooksIT {
    /** "millrace explain" simulates; with all of CI on two cores it takes a while. */
    private static final int LIMIT_SECONDS = 240;

    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    @TestFactory
    List<DynamicTest> everyCommandWorks(RunningDemo demo) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> pages = Files.list(Repository.RUNBOOKS)) {
            for (Path page : pages.sorted().toList()) {
                Matcher block = BLOCK.matcher(Files.readString(page));
                while (block.find()) {
                    for (String command : block.group(1).lines().toList()) {
                        tests.add(
                                DynamicTest.dynamicTest(page.getFileName() + ": " + command, () -> run(command, demo)));
                    }
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(40);
        return tests;
    }

    private static void run(String command, RunningDemo demo) throws Exception {
        // The one on "millrace" is the launcher, but with the class path of this build.
        Path log = Files.createTempFile("runbook", ".log");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", FUNCTIONS + command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("KUBECONFIG", demo.kubeconfig().toString());
        builder.environment().put("NS", "quay");
        builder.environment().put("APP", "gate-in");
        builder.environment().put("NODE", "quay-pi");
        builder.environment().put("DEVICE", "edgetpu-0");
        builder.environment().put("PROMETHEUS", demo.prometheus().url());
        builder.environment().put("OPERATOR", "http://" + demo.operator());
        builder.environment().put("KUBECTL", demo.kubectl().program().toString());
        builder.environment()
                .put(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment().put("CLI", System.getProperty("java.class.path"));
        Process process = builder.start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String said = Files.readString(log);
        Files.delete(log);
        assertThat(ended).as("%s%n%s", command, said).isTrue();
        assertThat(process.exitValue()).as("%s%n%s", command, said).isZero();
    }

    private static final String FUNCTIONS = """
            kubectl() { "$KUBECTL" "$@"; }
            millrace() { "$JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$CLI" dev.millrace.cli.Main "$@"; }
            """;
}
