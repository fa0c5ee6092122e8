package dev.millrace.images;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs a program of this machine to its end. */
final class Tool {
    private Tool() {}

    /** @throws IOException with its output, if it is missing or exits with anything but 0 */
    static String run(Path folder, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        try (var output = process.inputReader()) {
            String text = output.readAllAsString();
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(command.getFirst() + " ended with " + status + ":\n" + text.strip());
            }
            return text;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
