package dev.millrace.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A control plane comes up whole and leaves nothing, however it ends. */
class LocalControlPlaneTest {

    @TempDir
    Path parent;

    private ControlPlaneOptions options() {
        return ControlPlaneOptions.defaults().in(parent);
    }

    @Test
    void closingLeavesNoProcessAndNoFile() throws IOException {
        List<Long> processes;
        try (LocalControlPlane plane = ControlPlane.start(options())) {
            processes = plane.processIds();
            assertThat(processes).hasSize(2).allMatch(LocalControlPlaneTest::alive);
            assertThat(plane.folder()).hasParent(parent.toRealPath());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plane.folder())))
                    .isEqualTo("rwx------");
        }
        assertThat(processes).noneMatch(LocalControlPlaneTest::alive);
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void usersActUnderTheirOwnNames() {
        User alice = new User("alice", List.of("team-a"));
        try (LocalControlPlane plane = ControlPlane.start(options().withUsers(alice))) {
            Kubectl asAlice = new Kubectl(plane.kubectl().program(), plane.kubeconfigFor("alice"), null);

            assertThat(asAlice.run("auth", "whoami")).contains("alice").contains("team-a");
            assertThatThrownBy(() -> asAlice.run("get", "namespaces")).hasMessageContaining("Forbidden");
            assertThatThrownBy(() -> plane.kubeconfigFor("bob")).hasMessageContaining("unknown user 'bob'");
        }
    }

    @Test
    void withControllersNamespacesAreRemovedAndServiceAccountsMade() {
        try (LocalControlPlane plane = ControlPlane.start(options().withControllers())) {
            assertThat(plane.processIds()).hasSize(4);
            Kubectl kubectl = plane.kubectl();
            String namespace = plane.createNamespace("controllers");
            kubectl.run("wait", "--for=create", "--timeout=60s", "serviceaccount/default", "-n", namespace);
            kubectl.run("delete", "namespace", namespace, "--timeout=60s");
            assertThat(kubectl.run("get", "namespace", namespace, "--ignore-not-found"))
                    .isBlank();
        }
    }

    @Test
    void aPartThatFailsIsNamedWithItsLogAndNothingIsLeft() throws IOException {
        Path real = Programs.obtain().folder();
        Path folder = Files.createDirectory(parent.resolve("programs"));
        for (String program : List.of("etcd", "kubectl")) {
            script(folder.resolve(program), "exec " + real.resolve(program) + " \"$@\"");
        }
        script(folder.resolve("kube-apiserver"), "echo no such flag; exit 3");
        Path planes = Files.createDirectory(parent.resolve("planes"));

        assertThatThrownBy(() ->
                        LocalControlPlane.start(new Programs(folder), options().in(planes)))
                .isInstanceOf(TestbedException.class)
                .hasMessageContaining("kube-apiserver")
                .hasMessageContaining("no such flag");

        assertThat(planes).isEmptyDirectory();
    }

    @Test
    void anExceptionInTheBodyLeavesNothing() {
        List<Long> processes = new ArrayList<>();
        assertThatThrownBy(() -> {
                    try (LocalControlPlane plane = ControlPlane.start(options())) {
                        processes.addAll(plane.processIds());
                        throw new IllegalStateException("a test failed");
                    }
                })
                .hasMessage("a test failed");
        assertThat(processes).isNotEmpty().noneMatch(LocalControlPlaneTest::alive);
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aKilledJvmLeavesNothing() throws Exception {
        Process jvm = javaWith(StartAndWait.class, parent.toString());
        List<Long> processes = new ArrayList<>();
        try (BufferedReader out = jvm.inputReader()) {
            for (String line = out.readLine(); line != null && !line.equals("ready"); line = out.readLine()) {
                processes.add(Long.valueOf(line));
            }
            assertThat(processes).hasSize(2).allMatch(LocalControlPlaneTest::alive);

            jvm.destroyForcibly().waitFor();

            for (long pid : processes) {
                awaitEnd(pid);
            }
            awaitEmpty(parent);
        }
    }

    @Test
    void detachedItOutlivesTheJvmUntilItIsStopped() throws Exception {
        Process jvm = javaWith(StartAndDetach.class, parent.toString());
        assertThat(jvm.waitFor(5, TimeUnit.MINUTES)).isTrue();
        try (Stream<Path> folders = Files.list(parent)) {
            Path folder = folders.findFirst().orElseThrow();
            Kubectl kubectl = new Kubectl(Programs.obtain().path("kubectl"), folder.resolve("admin.kubeconfig"), null);
            assertThat(kubectl.run("get", "--raw", "/readyz")).isEqualTo("ok");

            RunFolder.stop(folder, () -> {});

            assertThatThrownBy(() -> new Kubectl(kubectl.program(), folder.resolve("admin.kubeconfig"), null)
                            .run("get", "--raw", "/readyz"))
                    .isInstanceOf(KubectlException.class);
        }
        assertThat(parent).isEmptyDirectory();
    }

    private static void script(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static void awaitEnd(long pid) throws Exception {
        var handle = ProcessHandle.of(pid);
        if (handle.isPresent()) {
            handle.get().onExit().get(30, TimeUnit.SECONDS);
        }
    }

    private static void awaitEmpty(Path folder) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (folder.toFile().list().length > 0 && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(folder).isEmptyDirectory();
    }

    private static Process javaWith(Class<?> main, String argument) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        argument)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Main of a JVM that the test kills. */
    static final class StartAndWait {
        public static void main(String[] arguments) throws InterruptedException {
            LocalControlPlane plane =
                    ControlPlane.start(ControlPlaneOptions.defaults().in(Path.of(arguments[0])));
            plane.processIds().forEach(System.out::println);
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }

    /** Main of a JVM that leaves its control plane behind on purpose. */
    static final class StartAndDetach {
        public static void main(String[] arguments) {
            ControlPlane.start(ControlPlaneOptions.defaults().in(Path.of(arguments[0])))
                    .run()
                    .detach();
        }
    }
}
