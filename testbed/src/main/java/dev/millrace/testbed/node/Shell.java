package dev.millrace.testbed.node;

import dev.millrace.testbed.TestbedException;
import java.io.IOException;
import java.util.List;

/** Runs a program of this machine to its end. */
final class Shell {
    private Shell() {}

    /** Its output. @throws TestbedException if it exits with anything but 0 */
    static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output;
            try (var reader = process.inputReader()) {
                output = reader.readAllAsString();
            }
            int status = process.waitFor();
            if (status != 0) {
                throw new TestbedException(String.join(" ", command) + " ended with " + status + ": " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new TestbedException("cannot run " + List.of(command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestbedException("interrupted while running " + List.of(command), e);
        }
    }
}
