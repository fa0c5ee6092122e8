package dev.millrace.testbed;

import java.nio.file.Path;
import java.util.List;

/** kube-controller-manager and kube-scheduler; neither serves a port. */
final class Controllers {

    private Controllers() {}

    /** @param nodes whether kubelets run; without any, every Node would be found dead and its Pods evicted */
    static void start(
            Programs programs, RunFolder run, Path kubeconfig, SigningKey key, Path authority, boolean nodes) {
        run.start(
                "kube-controller-manager",
                programs.path("kube-controller-manager"),
                List.of(
                        "--kubeconfig=" + kubeconfig,
                        "--use-service-account-credentials",
                        "--service-account-private-key-file=" + key.privateKey(),
                        "--root-ca-file=" + authority,
                        "--controllers=*,-node-ipam-controller" + (nodes ? "" : ",-node-lifecycle-controller"),
                        "--leader-elect=false",
                        "--secure-port=0"));
        run.start(
                "kube-scheduler",
                programs.path("kube-scheduler"),
                List.of("--kubeconfig=" + kubeconfig, "--leader-elect=false", "--secure-port=0"));
    }
}
