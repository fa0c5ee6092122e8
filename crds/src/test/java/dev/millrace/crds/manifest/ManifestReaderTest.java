package dev.millrace.crds.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.crds.schema.FullObjects;
import dev.millrace.crds.v1alpha1.ArrivalKind;
import dev.millrace.crds.v1alpha1.Goal;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.Objective;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import dev.millrace.crds.v1alpha1.Replicas;
import dev.millrace.crds.v1alpha1.ServiceType;
import dev.millrace.crds.v1alpha1.Tenancy;
import dev.millrace.crds.v1alpha1.Weights;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
    private static final String POLICY = "apiVersion: millrace.dev/v1alpha1\nkind: PlacementPolicy\n";

    @TempDir
    private Path folder;

    private Path write(String name, String text) throws Exception {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String policy(String name, String spec) {
        return POLICY + "metadata: {name: " + name + "}\nspec: " + spec + "\n";
    }

    private static List<String> policies(Manifests manifests) {
        return manifests.policies().stream().map(p -> p.getMetadata().getName()).toList();
    }

    @Test
    void aFullSetIsAcceptedWithStatusAndWithDefaultsWhereMinimal() throws Exception {
        var kinds = Stream.of(
                InferenceApp.class,
                InferenceModel.class,
                ModelProfile.class,
                InferenceNode.class,
                PlacementPolicy.class);
        var text = kinds.map(k -> FullObjects.full(k).toString()).collect(Collectors.joining("\n"));
        var full = Reading.text(text);
        assertThat(full.nodes().get(0).getStatus().devices()).hasSize(2);
        assertThat(full.apps().get(0).getSpec().preprocess().image().width()).isEqualTo(224);
        assertThat(full.notes()).isEmpty();

        var minimal = Reading.text(FullObjects.minimal(InferenceApp.class) + "\n"
                + FullObjects.minimal(InferenceModel.class) + "\n"
                + FullObjects.minimal(InferenceNode.class) + "\n"
                + FullObjects.minimal(PlacementPolicy.class));
        var app = minimal.apps().get(0).getSpec();
        assertThat(app.tenancy()).isEqualTo(Tenancy.SHARED);
        assertThat(app.arrivals().process()).isEqualTo(ArrivalKind.POISSON);
        assertThat(app.slo().objective()).isEqualTo(Objective.P95);
        assertThat(app.replicas()).isEqualTo(new Replicas(1, 1));
        assertThat(app.priority()).isZero();
        assertThat(app.service().type()).isEqualTo(ServiceType.CLUSTER_IP);
        assertThat(minimal.nodes().get(0).getStatus()).isNull();
        var policy = minimal.policies().get(0).getSpec();
        assertThat(policy.goal()).isEqualTo(Goal.IN_ORDER);
        assertThat(policy.weights()).isEqualTo(new Weights(1.0, 0.0, 0.0));
        assertThat(policy.solveTime()).isEqualTo("5s");
    }

    @Test
    void readsFoldersButNotWhatIsBelowUnlessAsked() throws Exception {
        write("a.yaml", policy("a", "{}"));
        write("b.yml", policy("b", "{}"));
        write(
                "c.json",
                "{\n\t\"apiVersion\": \"millrace.dev/v1alpha1\", \"kind\": \"PlacementPolicy\","
                        + " \"metadata\": {\"name\": \"c\"}, \"spec\": {}}");
        write("d.txt", "no manifest");
        write("below/e.yaml", policy("e", "{}"));
        assertThat(policies(Reading.files(folder))).containsExactly("a", "b", "c");
        var all = ManifestReader.read(List.of(folder), true, InputStream.nullInputStream());
        assertThat(policies(all)).containsExactly("a", "b", "e", "c");
    }

    @Test
    void aLaterDocumentReplacesAnEarlierOneInItsPlace() throws Exception {
        var first = write("first.yaml", policy("one", "{moveCost: 1}") + "---\n" + policy("two", "{}"));
        var second = write("second.yaml", policy("one", "{moveCost: 2}"));
        var manifests = Reading.files(first, second);
        assertThat(policies(manifests)).containsExactly("one", "two");
        assertThat(manifests.policies().get(0).getSpec().moveCost()).isEqualTo(2.0);
    }

    @Test
    void takesListsApart() throws Exception {
        var untyped = "apiVersion: v1\nkind: List\nitems:\n- "
                + policy("a", "{}").strip().replace("\n", "\n  ");
        assertThat(policies(Reading.text(untyped))).containsExactly("a");
        var typed = "{\"apiVersion\": \"millrace.dev/v1alpha1\", \"kind\": \"PlacementPolicyList\","
                + " \"items\": [{\"metadata\": {\"name\": \"b\"}, \"spec\": {}}]}";
        assertThat(policies(Reading.text(typed))).containsExactly("b");
    }

    @Test
    void objectsOfOtherGroupsAreSkippedWithANote() throws Exception {
        var manifests = Reading.text("apiVersion: v1\nkind: Namespace\nmetadata: {name: quay}\n---\n"
                + policy("a", "{}") + "---\n# nothing\n---\n");
        assertThat(policies(manifests)).containsExactly("a");
        assertThat(manifests.notes()).containsExactly("-: Namespace quay: skipped, v1 is not of group millrace.dev");
    }

    @Test
    void anObjectWithoutNamespaceIsInTheDefaultOne() throws Exception {
        var model = FullObjects.minimal(InferenceModel.class);
        ((ObjectNode) model.get("metadata")).remove("namespace");
        assertThat(Reading.text(model.toString()).models().get(0).getMetadata().getNamespace())
                .isEqualTo("default");
    }

    @Test
    void serverSetMetadataAndEmptyFieldsAreAccepted() throws Exception {
        var text = POLICY + "metadata:\n  name: a\n  uid: x\n  creationTimestamp: null\n  generation: 3\n"
                + "  resourceVersion: \"7\"\n  managedFields: [{manager: kubectl, fieldsV1: {\"f:spec\": {}}}]\n"
                + "  annotations: {note: text}\nspec:\n  goal: null\n  quotas: null\n";
        assertThat(Reading.text(text).policies().get(0).getSpec().goal()).isEqualTo(Goal.IN_ORDER);
    }

    @Test
    void aSyntaxErrorIsNamedByItsLine() throws Exception {
        var file = write("broken.yaml", policy("a", "{}") + "---\nkind: A\n  metadata: {}\n");
        assertThatThrownBy(() -> Reading.files(file))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        e -> assertThat(e.problems())
                                .singleElement()
                                .satisfies(
                                        p -> assertThat(p.toString()).matches("\\Q" + file + "\\E:7: malformed: .+")));
    }

    @Test
    void malformedTextIsAProblemNotAStackTrace() {
        assertThat(Reading.problems("{\"apiVersion\": \"v1\",\n \"kind\": }"))
                .singleElement()
                .asString()
                .startsWith("-:2: malformed: ");
        assertThat(Reading.problems("{\"kind\": \"A\", \"kind\": \"B\"}"))
                .singleElement()
                .asString()
                .contains("kind");
        assertThat(Reading.problems(policy("a", "{}") + "kind: Again\n"))
                .singleElement()
                .asString()
                .contains("duplicate key kind");
        assertThat(Reading.problems("a: &a {b: *a}\n"))
                .singleElement()
                .asString()
                .contains("contains itself");
        assertThat(Reading.problems("just text\n")).containsExactly("-: a document is not an object but a string");
        assertThat(Reading.problems("- 1\n- 2\n")).containsExactly("-: a document is not an object but a list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"~: 1\n", "~: 1\nNULL: 2\n", "a:\n  - ~: 1\n"})
    void anEmptyKeyIsSaidSo(String text) {
        assertThat(Reading.problems(text)).containsExactly("-: malformed: a key is empty; write NAME: VALUE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: !!int zz\n", "a: !!binary '***'\n", "a: !!map 1\n", "a: !!str [1]\n"})
    void aValueThatIsNotWhatItsTagSaysIsSaidSo(String text) {
        assertThat(Reading.problems(text))
                .containsExactly("-: malformed: a value is not what its tag (such as !!int) says; leave the tag out");
    }

    @Test
    void unknownKindsVersionsAndFieldsAreProblemsWithAHint() {
        assertThat(Reading.problems("apiVersion: millrace.dev/v1alpha1\nkind: InferenceApps\nmetadata: {name: a}\n"))
                .containsExactly(
                        "-: InferenceApps a: kind: unknown kind 'InferenceApps' of group millrace.dev, which has"
                                + " InferenceApp, InferenceModel, ModelProfile, InferenceNode, PlacementPolicy. Maybe InferenceApp");
        assertThat(Reading.problems("apiVersion: millrace.dev/v1\nkind: PlacementPolicy\nmetadata: {name: a}\n"))
                .containsExactly(
                        "-: PlacementPolicy a: apiVersion: unknown version 'millrace.dev/v1'. Maybe millrace.dev/v1alpha1");
        assertThat(Reading.problems(policy("a", "{maxUtilisation: 0.5}")))
                .containsExactly("-: PlacementPolicy a: spec.maxUtilisation: unknown field. Maybe maxUtilization");
        assertThat(Reading.problems(POLICY + "metadata: {name: a, lables: {}}\nspec: {}\nstatus: {}\n"))
                .containsExactlyInAnyOrder(
                        "-: PlacementPolicy a: metadata.lables: unknown field. Maybe labels",
                        "-: PlacementPolicy a: status: unknown field");
        assertThat(Reading.problems("metadata: {name: a}\n")).containsExactly("-: apiVersion: is required");
        assertThat(Reading.problems("apiVersion: millrace.dev/v1alpha1\nmetadata: {name: a}\n"))
                .containsExactly("-: kind: is required");
    }

    @Test
    void allProblemsAreReportedAndEachOnOneLine() {
        var text = policy("a", "{goal: \"Most\\nApps\", maxUtilization: 1.5, solveTime: soon}") + "---\n"
                + policy("B", "{moveCost: .nan}") + "---\n" + POLICY + "spec: {}\n---\n" + POLICY
                + "metadata: {name: c, namespace: site-a}\n";
        assertThat(Reading.problems(text))
                .containsExactlyInAnyOrder(
                        "-: PlacementPolicy a: spec.goal: 'Most Apps' is not one of InOrder, MaxApps",
                        "-: PlacementPolicy a: spec.maxUtilization: is 1.5, must be at most 1",
                        "-: PlacementPolicy a: spec.solveTime: 'soon' is not a duration."
                                + " Maybe a unit is missing: 80ms, 1.5s, 250us",
                        "-: PlacementPolicy B: spec.moveCost: must be a finite number",
                        "-: PlacementPolicy ?: metadata: is required",
                        "-: PlacementPolicy site-a/c: spec: is required",
                        "-: PlacementPolicy site-a/c: metadata.namespace: is not allowed: PlacementPolicy is cluster-scoped");
    }

    @Test
    void sourcesThatCannotBeReadAreProblems() throws Exception {
        Files.createDirectories(folder.resolve("empty"));
        Files.write(folder.resolve("latin1.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});
        assertThatThrownBy(() -> Reading.files(
                        folder.resolve("absent.yaml"), folder.resolve("empty"), folder.resolve("latin1.yaml")))
                .hasMessage(String.join(
                        System.lineSeparator(),
                        folder.resolve("absent.yaml") + ": no such file or folder",
                        folder.resolve("empty")
                                + ": holds no *.yaml, *.yml or *.json. Maybe they are in folders below; then recurse",
                        folder.resolve("latin1.yaml") + ": is not UTF-8 text"));
    }
}
