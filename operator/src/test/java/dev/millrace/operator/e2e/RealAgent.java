package dev.millrace.operator.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged node agent as a process of its own, with one emulated EdgeTPU {@code tpu-0} and the shipped identity. */
final class RealAgent implements AutoCloseable {
    private static final Path JAR = Path.of("..", "node-agent", "target", "quarkus-app", "quarkus-run.jar");

    private final AgentIdentity identity;
    private final String node;
    private final Path log;
    private Process process;

    private RealAgent(AgentIdentity identity, String node, Path log) {
        this.identity = identity;
        this.node = node;
        this.log = log;
    }

    /** Starts it and waits until it serves. */
    static RealAgent start(AgentIdentity identity, String node) throws IOException {
        if (!Files.isReadable(JAR)) {
            throw new IllegalStateException("the node agent is not packaged. Maybe build node-agent first: " + JAR);
        }
        RealAgent agent = new RealAgent(identity, node, Path.of("target", "agent-" + node + ".log"));
        agent.start();
        return agent;
    }

    String node() {
        return node;
    }

    /** Starts it again, after a {@link #kill}: as a new Pod would, without what the old one had on disk. */
    void start() throws IOException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx160m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        JAR.toString(),
                        "--kubeconfig",
                        identity.kubeconfig().toString(),
                        "--node",
                        node,
                        "--bind",
                        "127.0.0.1",
                        "--http-port",
                        "0",
                        "--grpc-port",
                        "0",
                        "--metrics-port",
                        "0",
                        "--cores",
                        "4",
                        "--memory",
                        "1Gi",
                        "--emulate",
                        "tpu-0=coral-usb,memory=800Mi,onChipMemory=6.9Mi"))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (out.readLine() == null) {
            throw new IllegalStateException("the agent ended:\n" + Files.readString(log));
        }
    }

    /** Ends it at once, as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
