package dev.millrace.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.agent.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Python environments with the clients of the tests, made once into the user's cache. */
final class PythonClients {
    private static final Path MODELS = Path.of("target", "models").toAbsolutePath();

    /** The model of {@link #agent}'s app. */
    static final Path MODEL = MODELS.resolve("ch_ppocr_mobile_v2.0_cls_infer.onnx");

    private PythonClients() {}

    /** An agent whose app site.cam is a real model on the CPU; its log is agent.err in the folder. */
    static PackagedAgent agent(Path folder) throws Exception {
        Path manifests = folder.resolve("site.yaml");
        // Clients of the tests send faster than the app declares.
        Files.writeString(
                manifests,
                Manifests.yaml(1, Manifests.assignment("cam", "cpu-0", "cpu", 1))
                        .replace("ratePerSecond: 100", "ratePerSecond: 100000"));
        return PackagedAgent.start(
                folder.resolve("agent.err"),
                "-f",
                manifests.toString(),
                "--node",
                "n1",
                "--model-root",
                MODELS.toString());
    }

    /** Runs a client in that folder to its end and returns what it printed; an exit code other than 0 fails the test. */
    static String run(Path folder, String... command) throws IOException, InterruptedException {
        Path said = folder.resolve("client.out");
        Process client = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!client.waitFor(5, TimeUnit.MINUTES)) {
                throw new AssertionError("the client did not end: " + Files.readString(said));
            }
        } finally {
            client.destroyForcibly();
        }
        assertThat(client.exitValue()).as(Files.readString(said)).isZero();
        return Files.readString(said);
    }

    /**
     * The environment's interpreter. Where it cannot be made, the test is skipped with the reason; in CI it fails.
     *
     * @param name of the list of packages in src/test/python
     */
    static Path interpreter(String name) throws IOException, InterruptedException {
        Path requirements = Path.of("src", "test", "python", name + ".txt");
        String wanted = Files.readString(requirements);
        Path home = Path.of(System.getProperty("user.home"), ".cache", "millrace", "python")
                .resolve(name + "-" + Integer.toHexString(wanted.hashCode()));
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
                List.of(python.toString(), "-m", "pip", "install", "--quiet", "-r", requirements.toString()));
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
