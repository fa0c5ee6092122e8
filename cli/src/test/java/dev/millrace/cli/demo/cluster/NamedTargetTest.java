package dev.millrace.cli.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.input.BadInputException;
import dev.millrace.testbed.ControlPlane;
import dev.millrace.testbed.Kubectl;
import dev.millrace.testbed.RunFolder;
import dev.millrace.testbed.junit.ControlPlaneTest;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a demo does to a cluster of the user's, and undoes. */
@ControlPlaneTest(controllers = true)
class NamedTargetTest {

    private static final String PROFILE = """
            apiVersion: millrace.dev/v1alpha1
            kind: ModelProfile
            metadata: {name: %s}
            spec:
              model: m
              deviceType: t
              serviceTime: [{batch: 1, mean: %s, cv2: 0}]
              memory: 1Mi
              source: {kind: Published, reference: r}
            """;

    @TempDir
    Path parent;

    private Kubectl admin;
    private Path kubeconfig;
    private @Nullable DemoTarget target;

    @BeforeEach
    void connect(ControlPlane plane) {
        admin = plane.kubectl();
        kubeconfig = plane.kubeconfig();
    }

    @AfterEach
    void close() {
        if (target != null) {
            target.cluster().close();
        }
    }

    @Test
    void whatItCreatedGoesAndNothingElse() {
        admin.run("create", "namespace", "somebodys");
        try (ControlPlane cluster = openAndInstall().cluster()) {
            assertThat(admin.run("get", "namespaces", "-o", "name")).contains("millrace-demo-quay");
            assertThat(admin.run("get", "mprofile", "-o", "name")).contains("fast.t");
            assertThat(cluster.folder()).hasParent(parent.toAbsolutePath());
        }
        assertThat(admin.run("get", "namespaces", "-o", "name"))
                .contains("somebodys")
                .doesNotContain("millrace-demo");
        assertThat(admin.run("get", "crd", "-o", "name")).doesNotContain("millrace.dev");
        assertThat(parent).isEmptyDirectory();
        admin.run("delete", "namespace", "somebodys");
    }

    @Test
    void kindsAndProfilesThatAreThereAlreadyAreNotTouched() {
        Crds.apply(admin, dev.millrace.crds.schema.CrdFile.allAsYaml());
        admin.apply(PROFILE.formatted("fast.t", "7ms"));

        openAndInstall().cluster().close();

        assertThat(admin.run("get", "mprofile", "fast.t", "-o", "jsonpath={.spec.serviceTime[0].mean}"))
                .isEqualTo("7ms");
        removeKinds();
    }

    @Test
    void aClusterThatRunsMillraceIsRefused() {
        Crds.apply(admin, dev.millrace.crds.schema.CrdFile.allAsYaml());
        admin.apply("apiVersion: millrace.dev/v1alpha1\nkind: InferenceNode\nmetadata: {name: theirs}\nspec: {}\n");

        assertThatThrownBy(() -> NamedTarget.connect(kubeconfig, null, parent))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("runs Millrace already");

        assertThat(parent).isEmptyDirectory();
        removeKinds();
    }

    @Test
    void aKeptDemoIsUndoneByAnotherProcess() {
        openAndInstall();
        Path folder = target.cluster().run().detach();
        target.cluster().close();
        assertThat(admin.run("get", "namespaces", "-o", "name")).contains("millrace-demo-quay");

        RunFolder.stop(folder, () -> CreatedObjects.in(folder, admin.program()).delete());

        assertThat(admin.run("get", "namespaces", "-o", "name")).doesNotContain("millrace-demo");
        assertThat(parent).isEmptyDirectory();
    }

    private DemoTarget openAndInstall() {
        target = NamedTarget.connect(kubeconfig, null, parent);
        target.install(List.of("pi-1"));
        String namespace = target.namespaceFor("quay");
        target.apply(List.of(new DemoObject(
                "namespace",
                namespace,
                false,
                "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + namespace + "}\n")));
        target.apply(List.of(new DemoObject("modelprofile", "fast.t", false, PROFILE.formatted("fast.t", "3ms"))));
        return target;
    }

    private void removeKinds() {
        Crds.names().forEach(name -> admin.run("delete", "crd", name, "--ignore-not-found", "--timeout=60s"));
    }
}
