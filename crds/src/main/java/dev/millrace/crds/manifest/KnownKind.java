package dev.millrace.crds.manifest;

import dev.millrace.crds.schema.CrdFile;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of group millrace.dev. */
enum KnownKind {
    INFERENCE_APP(InferenceApp.class, CrdFile.INFERENCE_APP),
    INFERENCE_MODEL(InferenceModel.class, CrdFile.INFERENCE_MODEL),
    MODEL_PROFILE(ModelProfile.class, CrdFile.MODEL_PROFILE),
    INFERENCE_NODE(InferenceNode.class, CrdFile.INFERENCE_NODE),
    PLACEMENT_POLICY(PlacementPolicy.class, CrdFile.PLACEMENT_POLICY);

    static final String GROUP = "millrace.dev";
    static final String API_VERSION = GROUP + "/v1alpha1";

    private final Class<? extends HasMetadata> type;
    private final CrdFile definition;

    KnownKind(Class<? extends HasMetadata> type, CrdFile definition) {
        this.type = type;
        this.definition = definition;
    }

    static Optional<KnownKind> named(String kind) {
        return Arrays.stream(values()).filter(k -> k.kind().equals(kind)).findAny();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(KnownKind::kind).toList();
    }

    String kind() {
        return type.getSimpleName();
    }

    boolean namespaced() {
        return Namespaced.class.isAssignableFrom(type);
    }

    Class<? extends HasMetadata> type() {
        return type;
    }

    CrdFile definition() {
        return definition;
    }
}
