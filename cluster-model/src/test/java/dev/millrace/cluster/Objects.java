package dev.millrace.cluster;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Objects for tests, from the YAML that a user would write. */
final class Objects {
    private Objects() {}

    static InferenceApp app(String namespace, String name, String spec) {
        return read("InferenceApp", namespace, name, spec, InferenceApp.class);
    }

    static InferenceApp simpleApp(String namespace, String name, String model) {
        return app(
                namespace,
                name,
                "{modelRef: {name: %s}, arrivals: {ratePerSecond: 5}, slo: {latency: 80ms}}".formatted(model));
    }

    static InferenceModel model(String namespace, String name, String spec) {
        return read("InferenceModel", namespace, name, spec, InferenceModel.class);
    }

    static ModelProfile profile(String name, String spec) {
        return read("ModelProfile", null, name, spec, ModelProfile.class);
    }

    static InferenceNode node(String name, String spec, String status) {
        return Serialization.unmarshal("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceNode
                metadata: {name: %s, labels: {site: a}}
                spec: %s
                status: %s
                """.formatted(name, spec, status), InferenceNode.class);
    }

    private static <T> T read(String kind, String namespace, String name, String spec, Class<T> type) {
        String meta = namespace == null ? "{name: " + name + "}" : "{name: " + name + ", namespace: " + namespace + "}";
        return Serialization.unmarshal("""
                apiVersion: millrace.dev/v1alpha1
                kind: %s
                metadata: %s
                spec: %s
                """.formatted(kind, meta, spec), type);
    }
}
