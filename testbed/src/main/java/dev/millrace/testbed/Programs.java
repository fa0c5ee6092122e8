package dev.millrace.testbed;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Kubernetes programs of the testbed.
 *
 * @param folder holds etcd, kube-apiserver and kubectl, and usually kube-controller-manager and kube-scheduler
 */
public record Programs(Path folder) {

    /** System property that names the root of the source tree; without it the working folder and its parents are searched. */
    public static final String HOME_PROPERTY = "millrace.home";

    private static final String SCRIPT = "testbed/build.sh";
    private static final String CONTAINERD_SCRIPT = "testbed/containerd/build.sh";

    /**
     * Returns the programs, building them first where they are missing (minutes, once per machine; progress on stderr).
     *
     * @throws TestbedException if they cannot be built; the reason was printed on stderr
     */
    public static Programs obtain() {
        return obtain(List.of());
    }

    /** As {@link #obtain}, with kubelet and kube-proxy too. */
    public static Programs obtainWithNodes() {
        return obtain(List.of("--nodes"));
    }

    /** containerd with CDI and its shim, built first where they are missing (minutes, once per machine). */
    public static Programs obtainContainerd() {
        Path script = script(CONTAINERD_SCRIPT);
        return obtain(script, List.of(script.toString()));
    }

    private static Programs obtain(List<String> options) {
        Path script = script(SCRIPT);
        List<String> command = new ArrayList<>(List.of(
                script.toString(),
                "--while",
                Long.toString(ProcessHandle.current().pid())));
        command.addAll(options);
        return obtain(script, command);
    }

    private static Programs obtain(Path script, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectError(Redirect.INHERIT)
                    .start();
            String folder = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0 || folder.isEmpty()) {
                throw new TestbedException("the testbed's programs are not there: " + script + " failed");
            }
            return new Programs(Path.of(folder));
        } catch (IOException e) {
            throw new TestbedException("cannot run " + script, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestbedException("interrupted while building the testbed's programs", e);
        }
    }

    private static Path script(String wanted) {
        @Nullable String home = System.getProperty(HOME_PROPERTY);
        Path start = Path.of(home == null ? "" : home).toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path script = folder.resolve(wanted);
            if (Files.isExecutable(script)) {
                return script;
            }
        }
        throw new TestbedException("no " + wanted + " in " + start + " or above it\n  Maybe set -D" + HOME_PROPERTY
                + " to the source tree.");
    }

    /** Whether the folder holds this program. */
    public boolean has(String program) {
        return Files.isExecutable(folder.resolve(program));
    }

    /**
     * The path of one program.
     *
     * @throws TestbedException if the folder lacks it
     */
    public Path path(String program) {
        if (!has(program)) {
            throw new TestbedException("no program " + program + " in " + folder);
        }
        return folder.resolve(program);
    }
}
