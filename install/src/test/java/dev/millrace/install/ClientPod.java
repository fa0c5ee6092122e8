package dev.millrace.install;

import dev.millrace.testbed.TestbedException;
import dev.millrace.testbed.node.RealNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * tritonclient inside a Pod. Its files are this machine's own, mounted: only its network is what is tested, and no image with
 * a Python is needed.
 */
final class ClientPod {
    private static final Path REQUIREMENTS = Repository.HOME.resolve("node-agent/src/test/python/clients.txt");
    private static final Path SCRIPTS = Repository.HOME.resolve("install/src/test/resources");

    private final Installed installed;

    ClientPod(Installed installed) {
        this.installed = installed;
    }

    /** Runs the client to its end in a Pod of a node; what it printed. */
    String infer(String node, String model, String http, String grpc) throws IOException {
        Path environment = environment();
        String name = "client-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
        installed.cluster().kubectl().apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s, namespace: default}
                spec:
                  nodeName: %2$s
                  restartPolicy: Never
                  automountServiceAccountToken: false
                  containers:
                  - name: client
                    image: millrace.dev/agent:0.1.0
                    imagePullPolicy: Never
                    command: ["%3$s/bin/python", "-B", "%4$s/infer.py", "%5$s", "%6$s", "%7$s"]
                    volumeMounts:
                    - {name: usr, mountPath: /usr, readOnly: true}
                    - {name: lib, mountPath: /lib/x86_64-linux-gnu, readOnly: true}
                    - {name: loader, mountPath: /lib64, readOnly: true}
                    - {name: environment, mountPath: "%3$s", readOnly: true}
                    - {name: python, mountPath: "%8$s", readOnly: true}
                    - {name: scripts, mountPath: "%4$s", readOnly: true}
                  volumes:
                  - {name: usr, hostPath: {path: /usr}}
                  - {name: lib, hostPath: {path: /usr/lib/x86_64-linux-gnu}}
                  - {name: loader, hostPath: {path: /usr/lib64}}
                  - {name: environment, hostPath: {path: "%3$s"}}
                  - {name: python, hostPath: {path: "%8$s"}}
                  - {name: scripts, hostPath: {path: "%4$s"}}
                """.formatted(
                        name, node, environment, SCRIPTS, model, http, grpc, python(environment)));
        installed.until("the client in Pod " + name + " ends", Duration.ofMinutes(2), () -> {
            String phase = installed.ask("get", "pod", name, "-o", "jsonpath={.status.phase}");
            return phase.equals("Succeeded") || phase.equals("Failed");
        });
        String said = installed.kubectl("logs", name);
        String phase = installed.ask("get", "pod", name, "-o", "jsonpath={.status.phase}");
        installed.kubectl("delete", "pod", name, "--wait=false");
        if (!phase.equals("Succeeded")) {
            throw new AssertionError("the client in the Pod failed:\n" + said + "\n" + installed.state());
        }
        return said;
    }

    /** Where the interpreter's own files are: of the system, or elsewhere. */
    private static Path python(Path environment) throws IOException {
        Path home = environment.resolve("bin/python").toRealPath().getParent().getParent();
        return home.equals(Path.of("/usr")) ? Path.of("/usr/share") : home;
    }

    /** The client on this machine, outside the cluster. */
    String inferFromOutside(String model, String http, String grpc) throws IOException {
        return Repository.run(
                Map.of(), List.of(environment() + "/bin/python", "-B", SCRIPTS + "/infer.py", model, http, grpc));
    }

    /** The client in the network of a node, over REST; what it printed. */
    String inferOn(RealNode node, String model, String http) throws IOException {
        try {
            return node.run(environment() + "/bin/python", "-B", SCRIPTS + "/infer.py", model, http, "-");
        } catch (TestbedException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** A Python environment with the clients, made once into the user's cache. */
    private static Path environment() throws IOException {
        String wanted = Files.readString(REQUIREMENTS);
        Path home = Path.of(System.getProperty("user.home"), ".cache", "millrace", "python")
                .resolve("clients-" + Integer.toHexString(wanted.hashCode()));
        if (!Files.exists(home.resolve("done"))) {
            Files.createDirectories(home.getParent());
            Repository.run(Map.of(), List.of("python3", "-m", "venv", "--clear", home.toString()));
            Repository.run(
                    Map.of(),
                    List.of(home + "/bin/python", "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS.toString()));
            Files.writeString(home.resolve("done"), wanted);
        }
        return home;
    }
}
