package dev.millrace.testbed;

import java.nio.file.Path;
import java.util.List;

/** kube-controller-manager and kube-scheduler; neither serves a port. */
final class Controllers {

    private Controllers() {}

    static Child startManager(Programs programs, Path folder, Path kubeconfig, SigningKey key) {
        return Child.start(
                "kube-controller-manager",
                folder,
                programs.path("kube-controller-manager"),
                List.of(
                        "--kubeconfig=" + kubeconfig,
                        "--use-service-account-credentials",
                        "--service-account-private-key-file=" + key.privateKey(),
                        "--controllers=*,-nodeipam",
                        "--leader-elect=false",
                        "--secure-port=0"));
    }

    static Child startScheduler(Programs programs, Path folder, Path kubeconfig) {
        return Child.start(
                "kube-scheduler",
                folder,
                programs.path("kube-scheduler"),
                List.of("--kubeconfig=" + kubeconfig, "--leader-elect=false", "--secure-port=0"));
    }
}
