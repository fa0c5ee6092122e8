package dev.millrace.cli.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.testbed.Kubectl;
import dev.millrace.testbed.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo on a cluster as a user starts it, shorter: a control plane, the operator, agents, apps by kubectl. Figures are not
 * judged here, since a build machine is busy.
 */
class ClusterDemoIT {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final String KUBECONFIG = "export KUBECONFIG=";

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        millrace("demo", "--stop").waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        started.forEach(Process::destroy);
        for (Process process : started) {
            process.waitFor(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void keptItTakesOneMoreAppAndGoesWithoutATrace() throws Exception {
        Process demo = millrace("demo", "--cluster", "--keep", "--duration", "10s", "--warmup", "5s", "-o", "json");
        assertThat(demo.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as(said()).isTrue();
        assertThat(demo.exitValue()).as(said()).isIn(0, 1);

        JsonNode result = new ObjectMapper().readTree(folder.resolve("out").toFile());
        assertThat(result.at("/placed").asInt()).as(result.toString()).isGreaterThanOrEqualTo(12);
        assertThat(result.at("/refused").asInt()).as(result.toString()).isPositive();

        Kubectl kubectl = new Kubectl(Programs.obtain().path("kubectl"), kubeconfig(), null);
        assertThat(kubectl.run("get", "iapp", "-A", "--no-headers").lines()).hasSize(15);
        assertThat(kubectl.run("explain", "iapp.spec.slo"))
                .contains("objective")
                .contains("latency");
        kubectl.run("wait", "--for=condition=Ready", "iapp/gate-in", "-n", "quay", "--timeout=10s");

        kubectl.run("apply", "-f", ROOT.resolve("examples/extra-app.yaml").toString());
        kubectl.run("wait", "--for=condition=Ready", "iapp/pier-camera", "-n", "quay", "--timeout=120s");
        assertThat(appsOn(kubectl)).contains("pier-camera");
        kubectl.run("delete", "iapp", "pier-camera", "-n", "quay");
        awaitUnloaded(kubectl);

        List<ProcessHandle> processes = processesIn(folder.resolve("cache"));
        assertThat(processes).hasSizeGreaterThanOrEqualTo(6);
        assertThat(millrace("demo", "--stop").waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertNoFileLeft();
    }

    @Test
    void toldToStopItLeavesNothing() throws Exception {
        Process demo = millrace("demo", "--cluster", "--duration", "600s");
        awaitSaid(demo, "started the operator");
        List<ProcessHandle> processes = processesIn(folder.resolve("cache"));
        assertThat(processes).hasSizeGreaterThanOrEqualTo(6);

        demo.destroy();

        assertThat(demo.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertNoFileLeft();
    }

    private Process millrace(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmillrace.home=" + ROOT,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.millrace.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("err").toFile()));
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        // The cache is a new one here, but Kubernetes is not built again for it.
        builder.environment()
                .put("KUBEBUILDER_ASSETS", Programs.obtain().folder().toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Path kubeconfig() throws IOException {
        return said().lines()
                .filter(line -> line.contains(KUBECONFIG))
                .map(line -> Path.of(line.substring(line.indexOf(KUBECONFIG) + KUBECONFIG.length())))
                .findFirst()
                .orElseThrow();
    }

    private static String appsOn(Kubectl kubectl) {
        return kubectl.run("get", "inferencenodes", "-o", "jsonpath={.items[*].status.apps[*].name}");
    }

    private static void awaitUnloaded(Kubectl kubectl) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (appsOn(kubectl).contains("pier-camera") && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        assertThat(appsOn(kubectl)).doesNotContain("pier-camera");
    }

    private void awaitSaid(Process demo, String what) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!said().contains(what)) {
            assertThat(demo.isAlive()).as(said()).isTrue();
            assertThat(System.nanoTime()).as(said()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** The processes whose working folder is in that folder. */
    private static List<ProcessHandle> processesIn(Path cache) throws IOException {
        List<ProcessHandle> found = new ArrayList<>();
        for (ProcessHandle handle : ProcessHandle.allProcesses().toList()) {
            try {
                Path working = Files.readSymbolicLink(Path.of("/proc", Long.toString(handle.pid()), "cwd"));
                if (working.startsWith(cache.toRealPath())) {
                    found.add(handle);
                }
            } catch (IOException e) {
                // Ended meanwhile, or another user's.
                continue;
            }
        }
        return found;
    }

    private void assertNoFileLeft() throws IOException {
        try (Stream<Path> left = Files.walk(folder.resolve("cache"))) {
            Path own = folder.resolve("cache/millrace");
            assertThat(left.filter(Files::isRegularFile))
                    .as("only what the agents unpack once may stay, in the cache folder")
                    .allMatch(file -> file.startsWith(own) && !file.startsWith(own.resolve("demo")));
        }
    }

    private String said() throws IOException {
        Path err = folder.resolve("err");
        return Files.exists(err) ? Files.readString(err) : "";
    }
}
