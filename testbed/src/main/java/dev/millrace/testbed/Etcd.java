package dev.millrace.testbed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** etcd on Unix sockets in the control plane's folder: no port to collide on, and nobody else can connect. */
final class Etcd {

    /** Relative on purpose (etcd takes no path here); the API server runs in the same folder. etcd insists on a port. */
    static final String CLIENT_URL = "unix://etcd.sock:0";

    private static final String PEER_URL = "unix://etcd-peer.sock:0";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private Etcd() {}

    /** Starts it and returns once it listens. */
    static void start(Programs programs, RunFolder run) {
        Child etcd = run.start(
                "etcd",
                programs.path("etcd"),
                List.of(
                        "--data-dir=etcd",
                        "--unsafe-no-fsync",
                        "--log-level=warn",
                        "--listen-client-urls=" + CLIENT_URL,
                        "--advertise-client-urls=" + CLIENT_URL,
                        "--listen-peer-urls=" + PEER_URL,
                        "--initial-advertise-peer-urls=" + PEER_URL,
                        "--initial-cluster=default=" + PEER_URL));
        Path socket = run.path().resolve(CLIENT_URL.substring("unix://".length()));
        Wait.until("etcd listens", START_TIMEOUT, etcd, () -> Files.exists(socket));
    }
}
