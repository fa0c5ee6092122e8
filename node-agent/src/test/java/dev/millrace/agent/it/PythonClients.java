package dev.millrace.agent.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Python environment with the clients of the tests, made once into the user's cache. */
final class PythonClients {
    private static final Path REQUIREMENTS = Path.of("src", "test", "python", "requirements.txt");

    private PythonClients() {}

    /**
     * The environment's interpreter. Where it cannot be made, the test is skipped with the reason; in CI it fails.
     */
    static Path interpreter() throws IOException, InterruptedException {
        String wanted = Files.readString(REQUIREMENTS);
        Path home = Path.of(System.getProperty("user.home"), ".cache", "millrace", "python")
                .resolve("clients-" + Integer.toHexString(wanted.hashCode()));
        Path python = home.resolve("bin").resolve("python");
        Path done = home.resolve("done");
        if (Files.exists(done)) {
            return python;
        }
        Files.createDirectories(home.getParent());
        Path log = home.resolveSibling(home.getFileName() + ".log");
        require("python3 -m venv", log, List.of("python3", "-m", "venv", "--clear", home.toString()));
        require(
                "pip install",
                log,
                List.of(python.toString(), "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS.toString()));
        Path part = home.resolve("done.part");
        Files.writeString(part, wanted);
        Files.move(part, done, StandardCopyOption.ATOMIC_MOVE);
        return python;
    }

    private static void require(String what, Path log, List<String> command) throws IOException, InterruptedException {
        String problem = null;
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                problem = "takes more than ten minutes";
            } else if (process.exitValue() != 0) {
                problem = "fails: " + Files.readString(log).strip();
            }
        } catch (IOException e) {
            problem = "does not start: " + e.getMessage();
        }
        if (problem != null && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(what + " " + problem);
        }
        assumeTrue(problem == null, what + " " + problem);
    }
}
