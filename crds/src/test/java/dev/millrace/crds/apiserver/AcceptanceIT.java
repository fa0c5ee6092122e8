package dev.millrace.crds.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.crds.manifest.ManifestReader;
import dev.millrace.crds.schema.FullObjects;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import dev.millrace.testbed.ControlPlane;
import dev.millrace.testbed.junit.ControlPlaneTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real API server takes every valid object, the largest too, and every manifest that we ship. */
@ControlPlaneTest
class AcceptanceIT {
    private static Api api;
    private static ControlPlane plane;

    @BeforeAll
    static void start(ControlPlane running) throws IOException {
        plane = running;
        api = new Api(running);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                InferenceApp.class,
                InferenceModel.class,
                ModelProfile.class,
                InferenceNode.class,
                PlacementPolicy.class
            })
    void validObjectsAreTakenAsTheyAre(Class<?> kind) {
        var object = api.own(kind, FullObjects.full(kind));
        var made = api.create(kind, object);
        assertSame(made.get("spec"), object.get("spec"));
        if (object.has("status")) {
            object.set("metadata", made.get("metadata"));
            assertSame(api.tryReplaceStatus(kind, object).get("status"), object.get("status"));
        }
        assertThat(api.tryCreate(kind, renamed(api.own(kind, FullObjects.minimal(kind))))
                        .get("spec"))
                .isNotNull();
    }

    @Test
    void theDefaultsOfTheServerAreThoseOfFiles() throws Exception {
        var kinds = List.of(
                InferenceApp.class,
                InferenceModel.class,
                ModelProfile.class,
                InferenceNode.class,
                PlacementPolicy.class);
        var text = kinds.stream().map(k -> FullObjects.minimal(k).toString()).collect(Collectors.joining("\n"));
        var stdin = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        var read = ManifestReader.read(List.of(ManifestReader.STDIN), false, stdin);
        var objects = Stream.of(read.apps(), read.models(), read.profiles(), read.nodes(), read.policies())
                .flatMap(List::stream)
                .toList();
        for (int i = 0; i < kinds.size(); i++) {
            var served = api.tryCreate(kinds.get(i), renamed(api.own(kinds.get(i), FullObjects.minimal(kinds.get(i)))));
            assertSame(
                    served.get("spec"),
                    new ObjectMapper().valueToTree(objects.get(i)).get("spec"));
        }
    }

    @Test
    void anObjectThatNobodyHasLookedAtIsNotReadyYet() {
        for (Class<?> kind : List.of(InferenceApp.class, InferenceNode.class)) {
            var object = renamed(api.own(kind, FullObjects.minimal(kind)));
            api.create(kind, object);
            var conditions = api.get(kind, object).at("/status/conditions");
            assertThat(conditions).hasSize(1);
            assertThat(conditions.at("/0/type").asText()).isEqualTo("Ready");
            assertThat(conditions.at("/0/status").asText()).isEqualTo("Unknown");
        }
    }

    @Test
    void theLargestNodeIsWithinTheCostOfItsRules() {
        var node = api.own(InferenceNode.class, FullObjects.full(InferenceNode.class));
        ((ObjectNode) node.get("metadata")).put("name", "large." + api.namespace());
        var assignments = (ArrayNode) node.at("/spec/assignments");
        var one = assignments.get(0);
        while (assignments.size() < 256) {
            var next = one.deepCopy();
            ((ObjectNode) next.get("app")).put("name", "app-" + assignments.size());
            assignments.add(next);
        }
        assertThat(api.tryCreate(InferenceNode.class, node).at("/spec/assignments"))
                .hasSize(256);
    }

    @Test
    void kubectlShowsTheColumnsUnderShortNamesAndCategory() {
        var app = renamed(api.own(InferenceApp.class, FullObjects.full(InferenceApp.class)));
        ((ObjectNode) app.get("metadata")).put("name", "columns");
        api.create(InferenceApp.class, app);
        var kubectl = plane.kubectl();
        assertThat(kubectl.run("get", "iapp", "-n", api.namespace()).lines().findFirst())
                .hasValueSatisfying(h -> assertThat(h.split("\\s+"))
                        .containsExactly("NAME", "READY", "SLO", "PREDICTED", "OBSERVED", "DEVICE", "NODE", "AGE"));
        for (String shortName : List.of("imodel", "mprofile", "inode", "ppolicy")) {
            assertThat(kubectl.run("get", shortName, "-A", "-o", "name")).isNotNull();
        }
        assertThat(kubectl.run("get", "millrace", "-n", api.namespace(), "-o", "name"))
                .contains("inferenceapp.millrace.dev/columns");
        assertThat(kubectl.run("explain", "inferenceapp.spec.slo.latency"))
                .contains("Bound on the end-to-end response time");
    }

    static List<Path> shippedManifests() throws IOException {
        try (var examples = Files.walk(Path.of("../examples"));
                var profiles = Files.walk(Path.of("../deploy/profiles"))) {
            return Stream.concat(examples, profiles)
                    .filter(p -> p.toString().matches(".*\\.(yaml|yml|json)"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("shippedManifests")
    void everyManifestWeShipIsTaken(Path manifest) throws IOException {
        // Without namespaces of its own on the server a dry run has nowhere to go; ours stands in for them.
        var text = Files.readString(manifest).replaceAll("namespace: [-a-z0-9]+", "namespace: " + api.namespace());
        assertThat(plane.kubectl().runWithInput(text, "apply", "--dry-run=server", "--validate=strict", "-f", "-"))
                .contains("dry run");
    }

    private static ObjectNode renamed(ObjectNode object) {
        var metadata = (ObjectNode) object.get("metadata");
        metadata.put("name", "minimal-" + metadata.get("name").asText());
        return object;
    }

    /** 1 and 1.0 are the same number in JSON. */
    private static void assertSame(JsonNode actual, JsonNode expected) {
        Comparator<JsonNode> numbers = (a, b) ->
                a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) : a.equals(b) ? 0 : 1;
        assertThat(actual.equals(numbers, expected))
                .as("%s is %s", actual, expected)
                .isTrue();
    }
}
