package dev.millrace.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * etcd and kube-apiserver (and, if asked for, kube-controller-manager and kube-scheduler) as child processes in a
 * {@link RunFolder}, with which they end. etcd listens on a Unix socket there, the API server on a free loopback port.
 */
public final class LocalControlPlane implements ControlPlane {

    private final RunFolder run;
    private final TokenFile tokens;
    private final Kubectl kubectl;
    private String server = "";
    private byte[] authority = {};

    private LocalControlPlane(RunFolder run, TokenFile tokens, Path kubectl) {
        this.run = run;
        this.tokens = tokens;
        this.kubectl = new Kubectl(kubectl, run.path().resolve("admin.kubeconfig"), null);
    }

    static LocalControlPlane start(Programs programs, ControlPlaneOptions options) {
        TokenFile tokens = new TokenFile(options.users());
        Path kubectl = programs.path("kubectl");
        RunFolder run = RunFolder.create(options.parent(), "millrace-testbed-");
        try {
            LocalControlPlane plane = new LocalControlPlane(run, tokens, kubectl);
            plane.launch(programs, options);
            return plane;
        } catch (IOException e) {
            run.close();
            throw new UncheckedIOException("cannot start a control plane", e);
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    private void launch(Programs programs, ControlPlaneOptions options) throws IOException {
        tokens.write(run.path().resolve("tokens.csv"));
        SigningKey key = SigningKey.generate(run.path());
        Etcd.start(programs, run);

        ApiServer apiServer = ApiServer.start(programs, run, key, options.address());
        server = apiServer.url();
        String admin = TokenFile.ADMIN.name();
        authority = apiServer.certificatePem();
        write(kubectl.kubeconfig(), admin, tokens.of(admin), "default");
        apiServer.awaitReady(kubectl);

        if (options.controllers()) {
            Path authorityFile = run.path().resolve("authority.pem");
            Files.write(authorityFile, authority);
            Controllers.start(programs, run, kubectl.kubeconfig(), key, authorityFile, options.address() != null);
        }
    }

    @Override
    public Path kubeconfig() {
        return kubectl.kubeconfig();
    }

    @Override
    public Kubectl kubectl() {
        return kubectl;
    }

    /** The API server's address, {@code https://ADDRESS:PORT}. */
    public String server() {
        return server;
    }

    @Override
    public RunFolder run() {
        return run;
    }

    /**
     * A kubeconfig of one of {@link ControlPlaneOptions#users}.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    public Path kubeconfigFor(String user) {
        Path file = run.path().resolve("user." + user.replace(':', '.') + ".kubeconfig");
        return write(file, user, tokens.of(user), "default");
    }

    @Override
    public Path kubeconfigFor(ServiceAccount account) {
        String token = ServiceAccountAccess.token(kubectl, account);
        return write(ServiceAccountAccess.file(run.path(), account), account.name(), token, account.namespace());
    }

    private Path write(Path file, String user, String token, String namespace) {
        return Kubeconfigs.write(file, server, authority, user, token, namespace);
    }

    /** The ids of the processes that run for this control plane. */
    public List<Long> processIds() {
        return run.children().stream().map(Child::pid).toList();
    }

    @Override
    public void close() {
        run.close();
    }
}
