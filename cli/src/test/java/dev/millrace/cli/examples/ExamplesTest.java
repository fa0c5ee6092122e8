package dev.millrace.cli.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.cluster.SnapshotResult;
import dev.millrace.crds.manifest.ManifestReader;
import dev.millrace.crds.manifest.Manifests;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.SourceKind;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the repository ships as manifests is valid, fits together and cites its sources. */
class ExamplesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @ParameterizedTest
    @ValueSource(strings = {"demo", "predict-edgetpu", "predict-gpu", "predict-cpu"})
    void everyExampleIsValidAndMakesASnapshot(String example) throws Exception {
        Manifests manifests = read("examples/" + example);
        SnapshotResult result = snapshot(manifests);
        assertThat(result.problems()).isEmpty();
        assertThat(result.snapshot().apps()).isNotEmpty().hasSameSizeAs(manifests.apps());
    }

    @ParameterizedTest
    @ValueSource(strings = {"predict-edgetpu", "predict-gpu", "predict-cpu"})
    void examplesToPredictAssignEveryApp(String example) throws Exception {
        SnapshotResult result = snapshot(read("examples/" + example));
        assertThat(result.snapshot().running().stream()
                        .map(assignment -> assignment.app())
                        .distinct())
                .hasSameSizeAs(result.snapshot().apps());
    }

    @Test
    void theExtraAppFitsTheDemo() throws Exception {
        Manifests manifests = read("examples/demo", "examples/extra-app.yaml");
        assertThat(snapshot(manifests).problems()).isEmpty();
        assertThat(manifests.apps()).hasSize(read("examples/demo").apps().size() + 1);
    }

    @Test
    void theDemoHasThreeKindsOfNodesAndEnoughApps() throws Exception {
        Manifests manifests = read("examples/demo");
        assertThat(manifests.apps()).hasSizeGreaterThanOrEqualTo(13);
        assertThat(manifests.nodes().stream()
                        .map(node -> node.getStatus().devices().stream()
                                .map(device -> device.type() + (device.emulated() ? " emulated" : ""))
                                .toList()))
                .containsExactlyInAnyOrder(
                        List.of("coral-usb emulated", "coral-usb emulated"),
                        List.of("jetson-nano emulated"),
                        List.of("x86-64"));
    }

    @Test
    void shippedProfilesAreValidPublishedAndOneAPairOfModelAndDevice() throws Exception {
        List<ModelProfile> profiles = read("deploy/profiles").profiles();
        assertThat(profiles).hasSizeGreaterThan(100);
        assertThat(profiles).allSatisfy(profile -> {
            assertThat(profile.getSpec().source().kind()).isEqualTo(SourceKind.PUBLISHED);
            assertThat(profile.getSpec().source().reference())
                    .doesNotContain("from memory")
                    .isNotBlank();
        });
        assertThat(profiles.stream()
                        .map(profile -> profile.getSpec().model() + " on "
                                + profile.getSpec().deviceType()))
                .doesNotHaveDuplicates();
    }

    /** An example may hold profiles of its own, but not another version of a shipped one. */
    @ParameterizedTest
    @ValueSource(strings = {"demo", "predict-edgetpu", "predict-gpu", "predict-cpu"})
    void publishedProfilesOfExamplesAreTheShippedOnes(String example) throws Exception {
        Map<String, ModelProfile> shipped = read("deploy/profiles").profiles().stream()
                .collect(Collectors.toMap(profile -> profile.getMetadata().getName(), Function.identity()));
        assertThat(read("examples/" + example).profiles())
                .filteredOn(profile -> profile.getSpec().source().kind() == SourceKind.PUBLISHED)
                .isNotEmpty()
                .allSatisfy(profile -> assertThat(profile.getSpec())
                        .isEqualTo(shipped.get(profile.getMetadata().getName()).getSpec()));
    }

    @Test
    void shippedProfilesAreWhatTheTablesGive() throws Exception {
        Path profiles = ROOT.resolve("deploy/profiles");
        Process check = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        profiles.resolve("Generate.java").toString(),
                        "--check",
                        profiles.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes());
        assertThat(check.waitFor()).as(said).isZero();
    }

    private static Manifests read(String... paths) throws Exception {
        List<Path> sources = java.util.Arrays.stream(paths).map(ROOT::resolve).toList();
        return ManifestReader.read(sources, false, InputStream.nullInputStream());
    }

    private static SnapshotResult snapshot(Manifests manifests) {
        return SnapshotBuilder.build(
                manifests.apps(), manifests.models(), manifests.profiles(), manifests.nodes(), manifests.policies());
    }
}
