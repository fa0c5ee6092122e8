package dev.millrace.crds.schema;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import java.util.Map;

/** What each kind is, for {@code kubectl explain} and the reference pages. */
final class KindDescriptions {
    private static final Map<Class<?>, String> TEXTS = Map.of(
            InferenceApp.class,
            "One tenant's use of one DNN: a request stream with a latency objective. "
                    + "The name is a DNS-1035 label of at most 63 characters, as a Service carries it.",
            InferenceModel.class,
            "A DNN with one artefact per class of device it can run on.",
            ModelProfile.class,
            "What one model costs on one type of device, measured or published. Where several match, one for the "
                    + "artefact's sha256 counts first, then Measured before Published before Estimated.",
            InferenceNode.class,
            "One node: spec is what it is to run, status what its agent reports. The operator creates it, with the name of "
                    + "its Kubernetes Node, and owns planEpoch, assignments, disciplines, routes, profiling and the condition "
                    + "Ready; users own taints and pricePerHour; the agent owns the rest of status.",
            PlacementPolicy.class,
            "How apps are placed. The policy named default is used.");

    private KindDescriptions() {}

    static String of(Class<?> kind) {
        return TEXTS.get(kind);
    }
}
