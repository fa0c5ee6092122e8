package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.schema.CrdFile;
import dev.millrace.testbed.ControlPlane;
import dev.millrace.testbed.junit.ControlPlaneTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Without {@code -f} the commands answer from a real API server what they answer from the same manifests. */
@ControlPlaneTest
class LiveClusterIT {
    private static ControlPlane plane;
    private static String namespace;
    private static String manifests;

    @BeforeAll
    static void start(ControlPlane running) throws IOException {
        plane = running;
        plane.kubectl().apply(CrdFile.allAsYaml());
        for (CrdFile definition : CrdFile.values()) {
            plane.kubectl().run("wait", "--for=condition=Established", "--timeout=60s", "crd", definition.crdName());
        }
        namespace = plane.createNamespace("cli");
        // Cluster-scoped names carry the namespace too: the cluster may be shared.
        manifests = Files.readString(Path.of(Run.manifests("one-tpu"), "all.yaml"))
                .replace("site-a", namespace)
                .replace("name: pi,", "name: pi." + namespace + ",")
                .replace("small.coral-usb", "small.coral-usb." + namespace)
                .replace("model: small\n", "model: small." + namespace + "\n")
                .replace("spec:\n  variants:", "spec:\n  profile: small." + namespace + "\n  variants:");
        plane.kubectl().apply(manifests);
        // What stands under status in a manifest is the agent's to write, through the subresource.
        plane.kubectl()
                .run(
                        "patch",
                        "inode",
                        "pi." + namespace,
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        "{\"status\": {\"cpu\": {\"cores\": 4}, \"memory\": \"4Gi\", \"devices\": [{\"name\": \"edgetpu-0\","
                                + " \"class\": \"EdgeTPU\", \"type\": \"coral-usb\", \"onChipMemory\": \"6.9Mi\","
                                + " \"memory\": \"800Mi\", \"health\": \"Healthy\", \"emulated\": true}]}}");
    }

    @AfterAll
    static void clean() {
        plane.kubectl().run("delete", "inode", "pi." + namespace);
        plane.kubectl().run("delete", "mprofile", "small.coral-usb." + namespace);
        plane.kubectl().run("delete", "namespace", namespace, "--wait=false");
    }

    private static Run live(String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--kubeconfig";
        all[arguments.length + 1] = plane.kubeconfig().toString();
        all[arguments.length + 2] = "-n";
        all[arguments.length + 3] = namespace;
        return Run.of(all);
    }

    @Test
    void predictAnswersTheSameAsFromManifests() {
        Run live = live("predict", "-o", "json");
        Run offline = Run.withInput(manifests, "predict", "-f", "-", "-o", "json");

        assertThat(live.err()).isEmpty();
        assertThat(live.json().get("apps")).isEqualTo(offline.json().get("apps"));
    }

    @Test
    void explainFindsTheAppByItsName() {
        Run run = live("explain", "gate");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains(namespace + "/gate: p95<80ms", "Placed by spec.assignments");
    }

    @Test
    void withoutANamespaceTheContextsIsShown() {
        Run run = Run.of("predict", "--kubeconfig", plane.kubeconfig().toString(), "-v", "-o", "json");

        assertThat(run.err()).contains("showing namespace default, -A shows all");
        assertThat(run.json().get("apps"))
                .noneMatch(app -> app.get("namespace").asText().equals(namespace));
    }
}
