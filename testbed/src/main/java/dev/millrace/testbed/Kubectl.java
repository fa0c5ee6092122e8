package dev.millrace.testbed;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The real {@code kubectl}, as one identity on one cluster.
 *
 * @param program the executable
 * @param kubeconfig who asks, and whom; the environment's {@code KUBECONFIG} plays no part
 * @param context a context of that file; null for its current one
 */
public record Kubectl(
        Path program, Path kubeconfig, @Nullable String context) {

    /** The user's own kubectl, found on PATH, or else the one that the testbed builds. */
    public static Path anyProgram() {
        return KubectlSearch.onPath().orElseGet(() -> Programs.obtain().path("kubectl"));
    }

    /** Whether the user has one on PATH. */
    public static boolean onPath() {
        return KubectlSearch.onPath().isPresent();
    }

    /** Runs it and returns its standard output. @throws KubectlException if it exits with anything but 0 */
    public String run(String... arguments) {
        return runWithInput("", arguments);
    }

    /** As {@link #run}, with text on standard input: {@code runWithInput(yaml, "apply", "-f", "-")}. */
    public String runWithInput(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--kubeconfig", kubeconfig.toString()));
        if (context != null) {
            command.addAll(List.of("--context", context));
        }
        command.addAll(List.of(arguments));
        // Threads of their own, since a full pipe on either side would block kubectl, and a shared pool can be full.
        try (ExecutorService readers = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("kubectl-", 0).factory())) {
            Process process = new ProcessBuilder(command).start();
            Future<String> error = readers.submit(() -> readAll(process.errorReader()));
            Future<?> feed = readers.submit(() -> write(process, input));
            String output = readAll(process.inputReader());
            int status = process.waitFor();
            feed.get();
            if (status != 0) {
                throw new KubectlException(
                        List.of(arguments), status, error.get().strip());
            }
            return output;
        } catch (IOException | ExecutionException e) {
            throw new TestbedException("cannot run " + program, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestbedException("interrupted while running kubectl " + String.join(" ", arguments), e);
        }
    }

    /** Applies manifests (YAML or JSON, any number of documents) and returns what kubectl said. */
    public String apply(String manifests) {
        return runWithInput(manifests, "apply", "-f", "-");
    }

    private static String readAll(java.io.Reader reader) {
        try (reader) {
            return reader.readAllAsString();
        } catch (IOException e) {
            return "(" + e.getMessage() + ")";
        }
    }

    private static void write(Process process, String input) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // kubectl ended without reading it; its exit status tells why.
        }
    }
}
