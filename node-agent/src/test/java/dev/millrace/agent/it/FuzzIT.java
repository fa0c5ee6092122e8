package dev.millrace.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jazzer on each target, in a JVM of its own: a minute, or a million inputs in the long run. */
class FuzzIT {
    private static final int MINUTE_SECONDS = 60;
    private static final int MILLION = 1_000_000;
    private static final Pattern DONE = Pattern.compile("Done ([0-9]+) runs");

    @ParameterizedTest
    @ValueSource(strings = {"Rest", "Grpc", "Manifest"})
    void nothingFailsWithinAMinute(String target) throws Exception {
        assertThat(fuzz(target, "-max_total_time=" + MINUTE_SECONDS)).isPositive();
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"Rest", "Grpc", "Manifest"})
    void nothingFailsInAMillionInputs(String target) throws Exception {
        assertThat(fuzz(target, "-runs=" + MILLION)).isGreaterThanOrEqualTo(MILLION);
    }

    /** @return inputs tried */
    private static long fuzz(String target, String amount) throws IOException, InterruptedException {
        Path work = Files.createDirectories(Path.of("target", "fuzz", target.toLowerCase(Locale.ROOT)));
        Path found = Files.createDirectories(work.resolve("corpus"));
        Path log = work.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=dev.millrace.agent.fuzz." + target + "Fuzzer",
                "--instrumentation_includes=dev.millrace.agent.protocol.**:dev.millrace.agent.tensor.**"
                        + ":dev.millrace.crds.manifest.**:com.fasterxml.jackson.core.**",
                // Jazzer's own hooks stay out of the libraries: Netty's use of Unsafe does not survive them.
                "--custom_hook_includes=dev.millrace.**",
                // The target itself connects to the agent.
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery",
                "--reproducer_path=" + work,
                "-artifact_prefix=" + work + "/",
                "-max_len=4096",
                amount,
                found.toString(),
                Path.of("src/test/resources/fuzz", target.toLowerCase(Locale.ROOT))
                        .toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            int exit = process.waitFor();
            String said = Files.readString(log);
            assertThat(exit)
                    .as(said.substring(Math.max(0, said.length() - 4000)))
                    .isZero();
            Matcher done = DONE.matcher(said);
            return done.find() ? Long.parseLong(done.group(1)) : 0;
        } finally {
            process.destroyForcibly();
        }
    }
}
