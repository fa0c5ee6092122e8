package dev.millrace.agent.runtime.edgetpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Compiles the stand-in for libedgetpu: its functions, with no device behind them. */
public final class StandIn {
    private static final Path SOURCE = Path.of("src", "test", "c", "edgetpu_standin.c");

    private StandIn() {}

    /** @param definitions such as {@code DEVICES=0} */
    public static Path compile(Path file, String... definitions) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("cc", "-shared", "-fPIC", "-o", file.toString()));
        for (String definition : definitions) {
            command.add("-D" + definition);
        }
        command.add(SOURCE.toString());
        Process compiler;
        try {
            compiler = new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError("a C compiler is needed in CI", e);
            }
            assumeTrue(false, "there is no C compiler: " + e.getMessage());
            throw e;
        }
        if (!compiler.waitFor(1, TimeUnit.MINUTES) || compiler.exitValue() != 0) {
            compiler.destroyForcibly();
            throw new AssertionError("the stand-in does not compile");
        }
        return file;
    }
}
