package dev.millrace.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * etcd and kube-apiserver (and, if asked for, kube-controller-manager and kube-scheduler) as child processes, with all
 * their files in one folder that only the current user can read.
 *
 * <p>etcd listens on a Unix socket in that folder, the API server on a free loopback port. On {@link #close}, at JVM
 * shutdown, and even after {@code kill -9} of the JVM the processes end and the folder goes.
 */
public final class LocalControlPlane implements ControlPlane {

    private final Path folder;
    private final Reaper reaper;
    private final Thread hook = new Thread(this::close, "testbed-shutdown");
    private final List<Child> children = new ArrayList<>();
    private final TokenFile tokens;
    private final Kubectl kubectl;
    private String server = "";
    private boolean closed;

    private LocalControlPlane(Programs programs, ControlPlaneOptions options) throws IOException {
        this.tokens = new TokenFile(options.users());
        Path kubectlProgram = programs.path("kubectl");
        Files.createDirectories(options.parent());
        this.folder = Files.createTempDirectory(options.parent().toAbsolutePath(), "millrace-testbed-");
        this.reaper = Reaper.of(folder);
        this.kubectl = new Kubectl(kubectlProgram, folder.resolve("admin.kubeconfig"), null);
    }

    static LocalControlPlane start(Programs programs, ControlPlaneOptions options) {
        try {
            LocalControlPlane plane = new LocalControlPlane(programs, options);
            Runtime.getRuntime().addShutdownHook(plane.hook);
            try {
                plane.launch(programs, options);
                return plane;
            } catch (RuntimeException | IOException e) {
                plane.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a control plane", e);
        }
    }

    private void launch(Programs programs, ControlPlaneOptions options) throws IOException {
        tokens.write(folder.resolve("tokens.csv"));
        SigningKey key = SigningKey.generate(folder);
        Child etcd = adopt(Etcd.start(programs, folder));
        Etcd.awaitSocket(etcd, folder);

        ApiServer apiServer = ApiServer.start(programs, folder, key, this::adopt);
        server = apiServer.url();
        Kubeconfigs.write(
                kubectl.kubeconfig(),
                server,
                apiServer.certificatePem(),
                TokenFile.ADMIN.name(),
                tokens.of(TokenFile.ADMIN.name()));
        apiServer.awaitReady(kubectl);

        if (options.controllers()) {
            adopt(Controllers.startManager(programs, folder, kubectl.kubeconfig(), key));
            adopt(Controllers.startScheduler(programs, folder, kubectl.kubeconfig()));
        }
    }

    // A shutdown hook may close us while we are still starting: what starts after that is ended at once.
    private synchronized Child adopt(Child child) {
        if (closed) {
            child.kill();
            throw new TestbedException("the control plane was closed while it started");
        }
        children.add(child);
        reaper.watch(child);
        return child;
    }

    @Override
    public Path kubeconfig() {
        return kubectl.kubeconfig();
    }

    @Override
    public Kubectl kubectl() {
        return kubectl;
    }

    @Override
    public Path folder() {
        return folder;
    }

    /** The API server's address, {@code https://127.0.0.1:PORT}. */
    public String server() {
        return server;
    }

    /** The ids of the processes that run for this control plane. */
    public List<Long> processIds() {
        return children.stream().map(Child::pid).toList();
    }

    /**
     * A kubeconfig of one of {@link ControlPlaneOptions#users}.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    public Path kubeconfigFor(String user) {
        Path file = folder.resolve("user." + user.replace(':', '.') + ".kubeconfig");
        return Kubeconfigs.withToken(kubectl, file, user, tokens.of(user), "default");
    }

    /**
     * Lets the control plane outlive this JVM. {@link #stop(Path)} with the returned folder ends it.
     */
    public synchronized Path detach() {
        Leftover.write(folder, processIds());
        Runtime.getRuntime().removeShutdownHook(hook);
        reaper.release();
        closed = true;
        return folder;
    }

    /** Ends a control plane that was {@linkplain #detach detached}, and deletes its folder. */
    public static void stop(Path folder) {
        Leftover.stop(folder);
        Folders.delete(folder);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        children.reversed().forEach(Child::kill);
        reaper.close();
        Folders.delete(folder);
        removeHook();
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down, and the hook is what called us.
        }
    }
}
