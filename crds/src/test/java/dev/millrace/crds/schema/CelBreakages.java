package dev.millrace.crds.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import java.util.List;

/** Breaks every CEL rule that one object alone can break. */
public final class CelBreakages {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DURATION = "must be a duration greater than 0s";
    private static final String CV2 = "cv2 is required with process General and not allowed with any other";
    private static final String TOLERATION = "operator Exists takes no value; operator Equal needs a key";

    /** A breakage and the rule's own message. */
    public record Case(Breakage breakage, String message) {
        @Override
        public String toString() {
            return breakage + ": " + message;
        }
    }

    private CelBreakages() {}

    public static List<Case> all() {
        var name =
                "metadata.name must be a DNS-1035 label, as a Service carries it: at most 63 characters, a-z, 0-9 and -,"
                        + " beginning with a letter";
        return List.of(
                of(InferenceApp.class, "", "/metadata/name", "'1st-camera'", name),
                of(InferenceApp.class, "", "/metadata/name", "gate.camera", name),
                of(InferenceApp.class, "", "/metadata/name", "a".repeat(64), name),
                of(InferenceApp.class, "spec.slo.latency", "/spec/slo/latency", "0s", DURATION),
                of(InferenceApp.class, "spec.preprocess.cpu", "/spec/preprocess/cpu", "0ms", DURATION),
                of(InferenceApp.class, "spec.network.latency", "/spec/network/latency", "0h0m0.0s", DURATION),
                of(InferenceApp.class, "spec.arrivals", "/spec/arrivals", "{ratePerSecond: 1, process: General}", CV2),
                of(InferenceApp.class, "spec.arrivals", "/spec/arrivals", "{ratePerSecond: 1, cv2: 1}", CV2),
                of(
                        InferenceApp.class,
                        "spec.arrivals",
                        "/spec/arrivals",
                        "{ratePerSecond: 1, process: Periodic, cv2: 1}",
                        CV2),
                of(
                        InferenceApp.class,
                        "spec.replicas",
                        "/spec/replicas",
                        "{min: 2, max: 1}",
                        "max must not be less than min"),
                of(InferenceApp.class, "spec.replicas", "/spec/replicas", "{min: 2}", "max must not be less than min"),
                of(
                        InferenceApp.class,
                        "spec.tolerations[0]",
                        "/spec/tolerations/0",
                        "{operator: Exists, value: x}",
                        TOLERATION),
                of(
                        InferenceApp.class,
                        "spec.tolerations[0]",
                        "/spec/tolerations/0",
                        "{operator: Equal, value: x}",
                        TOLERATION),
                of(InferenceApp.class, "spec.tolerations[0]", "/spec/tolerations/0", "{key: ''}", TOLERATION),
                of(ModelProfile.class, "spec.switchTime", "/spec/switchTime", "0s", DURATION),
                of(ModelProfile.class, "spec.serviceTime[0].mean", "/spec/serviceTime/0/mean", "0us", DURATION),
                of(
                        InferenceNode.class,
                        "spec.assignments[0]",
                        "/spec/assignments/0",
                        "{app: {namespace: a, name: b}, device: d, variant: v, share: 1, maxBatch: 2, coResident: s}",
                        "coResident is for EdgeTPU and maxBatch above 1 for GPU devices: an assignment cannot have both"),
                of(PlacementPolicy.class, "spec.solveTime", "/spec/solveTime", "0s", DURATION));
    }

    private static Case of(Class<?> kind, String field, String pointer, String yaml, String message) {
        var object = FullObjects.full(kind);
        var settings = org.snakeyaml.engine.v2.api.LoadSettings.builder().build();
        JsonNode value = MAPPER.valueToTree(new org.snakeyaml.engine.v2.api.Load(settings).loadFromString(yaml));
        var parent = object.at(pointer.substring(0, pointer.lastIndexOf('/')));
        var name = pointer.substring(pointer.lastIndexOf('/') + 1);
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), value);
        } else {
            ((ObjectNode) parent).set(name, value);
        }
        return new Case(new Breakage(kind, field, "cel", object), message);
    }
}
