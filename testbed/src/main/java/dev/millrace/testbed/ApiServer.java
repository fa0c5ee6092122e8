package dev.millrace.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** kube-apiserver on a free port, of loopback unless nodes are to reach it, with RBAC, static tokens and service-account tokens. */
final class ApiServer {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(120);
    private static final int PORT_ATTEMPTS = 5;
    private static final String LOOPBACK = "127.0.0.1";

    private final Child child;
    private final String address;
    private final int port;
    private final Path certificate;

    private ApiServer(Child child, String address, int port, Path certificate) {
        this.child = child;
        this.address = address;
        this.port = port;
        this.certificate = certificate;
    }

    /**
     * Starts it and returns once it listens.
     *
     * @param nodesReachItAt address of this machine; null: loopback, for no nodes
     */
    static ApiServer start(Programs programs, RunFolder run, SigningKey key, @Nullable String nodesReachItAt)
            throws IOException {
        String address = nodesReachItAt == null ? LOOPBACK : nodesReachItAt;
        for (int attempt = 1; ; attempt++) {
            int port = freePort(address);
            Child child = run.start("kube-apiserver", programs.path("kube-apiserver"), arguments(address, port, key));
            Path certificate = run.path().resolve("certificates/apiserver.crt");
            ApiServer server = new ApiServer(child, address, port, certificate);
            try {
                Wait.until("kube-apiserver listens", START_TIMEOUT, child, server::listens);
                return server;
            } catch (TestbedException e) {
                // kube-apiserver takes no port 0, so another process can be faster on the one we picked.
                boolean portTaken = child.logTail().contains("address already in use");
                if (!portTaken || attempt == PORT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static List<String> arguments(String address, int port, SigningKey key) {
        return List.of(
                "--etcd-servers=" + Etcd.CLIENT_URL,
                "--bind-address=" + address,
                "--advertise-address=" + address,
                "--secure-port=" + port,
                // Endpoints of the Service "kubernetes" may not be loopback addresses, so nobody writes any then.
                "--endpoint-reconciler-type=" + (address.equals(LOOPBACK) ? "none" : "lease"),
                "--kubelet-preferred-address-types=InternalIP",
                "--cert-dir=certificates",
                "--token-auth-file=tokens.csv",
                "--authorization-mode=Node,RBAC",
                "--service-account-key-file=" + key.publicKey(),
                "--service-account-signing-key-file=" + key.privateKey(),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-cluster-ip-range=10.96.0.0/16",
                "--allow-privileged=true",
                "--profiling=false");
    }

    private static int freePort(String address) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return socket.getLocalPort();
        }
    }

    // Only the process itself can hold the port it was given and have written its certificate before.
    private boolean listens() {
        if (!Files.exists(certificate)) {
            return false;
        }
        try (var _ = new Socket(address, port)) {
            return child.alive();
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns once the API serves and the namespaces that every client expects are there. */
    void awaitReady(Kubectl admin) {
        Wait.until("the API is ready", START_TIMEOUT, child, () -> {
            try {
                return admin.run("get", "--raw", "/readyz").equals("ok")
                        && !admin.run("get", "namespace", "default", "--ignore-not-found", "-o", "name")
                                .isBlank();
            } catch (KubectlException e) {
                return false; // not yet
            }
        });
    }

    String url() {
        return "https://" + address + ":" + port;
    }

    /** The certificate it made for itself, with the authority that signed it. */
    byte[] certificatePem() throws IOException {
        return Files.readAllBytes(certificate);
    }
}
