package dev.millrace.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The source tree, and programs run in it. */
final class Repository {
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private Repository() {}

    /** Helm 4, from PATH or fetched. */
    static String helm() {
        return run(Map.of(), List.of(HOME.resolve("testbed/helm.sh").toString()))
                .strip();
    }

    /** Output and errors of a program. @throws AssertionError if it exits with anything but 0 or takes ten minutes */
    static String run(Map<String, String> environment, List<String> command) {
        try {
            Path said = Files.createTempFile("millrace-install", ".out");
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(10, TimeUnit.MINUTES);
            process.destroyForcibly();
            String text = Files.readString(said);
            Files.delete(said);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(
                        String.join(" ", command) + (ended ? " failed:\n" : " does not end:\n") + text);
            }
            return text;
        } catch (IOException e) {
            throw new AssertionError("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
