package dev.millrace.crds.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.crds.schema.Breakage;
import dev.millrace.crds.schema.CelBreakages;
import dev.millrace.crds.schema.FullObjects;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.testbed.ControlPlane;
import dev.millrace.testbed.junit.ControlPlaneTest;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server refuses every object that breaks a keyword or a rule, and says why. */
@ControlPlaneTest
class RefusalIT {
    private static final Map<String, String> MESSAGES = Map.ofEntries(
            Map.entry("type", "must be of type"),
            Map.entry("enum", "Unsupported value"),
            Map.entry("pattern", "should match"),
            Map.entry("maxLength", "Too long"),
            Map.entry("minLength", "should be at least"),
            Map.entry("format", "must be of type"),
            Map.entry("minimum", "should be greater than or equal to"),
            Map.entry("exclusiveMinimum", "should be greater than"),
            Map.entry("maximum", "should be less than or equal to"),
            Map.entry("maxItems", "Too many"),
            Map.entry("minItems", "should have at least"),
            Map.entry("maxProperties", "Too many"),
            Map.entry("required", "Required value"),
            Map.entry("duplicate", "Duplicate value"),
            Map.entry("unknown", "unknown field"));

    private static final Map<Class<?>, ObjectNode> STORED = new HashMap<>();
    private static Api api;

    @BeforeAll
    static void start(ControlPlane plane) throws IOException {
        api = new Api(plane);
        for (Class<?> kind :
                List.of(InferenceApp.class, InferenceModel.class, InferenceNode.class, ModelProfile.class)) {
            STORED.put(kind, api.create(kind, api.own(kind, FullObjects.full(kind))));
        }
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @MethodSource("dev.millrace.crds.schema.Breakages#all")
    void everyKeywordCounts(Breakage breakage) {
        assertThat(refusal(breakage))
                .as(breakage.toString())
                .anySatisfy(cause -> assertThat(cause)
                        .contains(MESSAGES.get(breakage.keyword()))
                        .contains(lastName(breakage.field())));
    }

    @ParameterizedTest
    @MethodSource("dev.millrace.crds.schema.CelBreakages#all")
    void everyRuleCounts(CelBreakages.Case broken) {
        assertThat(refusal(broken.breakage()))
                .as(broken.toString())
                .anySatisfy(cause -> assertThat(cause).contains(broken.message()));
    }

    @Test
    void aProfileStaysAboutItsModelAndItsTypeOfDevice() {
        assertThat(refusal(
                        "model",
                        () -> api.tryReplace(ModelProfile.class, changed(ModelProfile.class, "model", "other"))))
                .anySatisfy(c -> assertThat(c).contains("model is immutable"));
        assertThat(refusal(
                        "deviceType",
                        () -> api.tryReplace(ModelProfile.class, changed(ModelProfile.class, "deviceType", "other"))))
                .anySatisfy(c -> assertThat(c).contains("deviceType is immutable"));
    }

    @Test
    void theEpochOfAPlanNeverGoesBackNorAway() {
        var back = changed(InferenceNode.class, "planEpoch", "");
        ((ObjectNode) back.get("spec")).put("planEpoch", 41);
        var away = changed(InferenceNode.class, "planEpoch", "");
        ((ObjectNode) away.get("spec")).remove("planEpoch");
        for (ObjectNode broken : List.of(back, away)) {
            assertThat(refusal("planEpoch", () -> api.tryReplace(InferenceNode.class, broken)))
                    .anySatisfy(c -> assertThat(c).contains("planEpoch never goes back"));
        }
        var on = changed(InferenceNode.class, "planEpoch", "");
        ((ObjectNode) on.get("spec")).put("planEpoch", 43);
        assertThat(api.tryReplace(InferenceNode.class, on).at("/spec/planEpoch").asInt())
                .isEqualTo(43);
    }

    private static ObjectNode changed(Class<?> kind, String field, String value) {
        var copy = STORED.get(kind).deepCopy();
        ((ObjectNode) copy.get("spec")).put(field, value);
        return copy;
    }

    private static List<String> refusal(Breakage breakage) {
        var object = api.own(breakage.kind(), breakage.object());
        if (breakage.inStatus()) {
            ((ObjectNode) object.get("metadata"))
                    .set("resourceVersion", STORED.get(breakage.kind()).at("/metadata/resourceVersion"));
            return refusal(breakage.toString(), () -> api.tryReplaceStatus(breakage.kind(), object));
        }
        return refusal(breakage.toString(), () -> api.tryCreate(breakage.kind(), object));
    }

    private static List<String> refusal(String what, ThrowingCallable request) {
        var thrown = catchThrowableOfType(KubernetesClientException.class, request);
        assertThat(thrown).as(what).isNotNull();
        return Api.causes(thrown);
    }

    private static String lastName(String field) {
        return field.substring(field.lastIndexOf('.') + 1).replaceFirst("\\[\\d+]$", "");
    }
}
