package dev.millrace.operator;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Objects for tests, from the YAML that a user would write. */
public final class Objects {
    private Objects() {}

    /** An app as the API server would hold it, with uid {@code uid-NAME} and generation 1. */
    public static InferenceApp app(String name, String spec) {
        return Serialization.unmarshal("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceApp
                metadata: {name: %s, namespace: site-a, uid: uid-%s, generation: 1, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: %s
                """.formatted(name, name, spec), InferenceApp.class);
    }

    /** 15 requests a second of model {@code mnv2}, p95 below 80 ms. */
    public static InferenceApp simpleApp(String name) {
        return app(name, "{modelRef: {name: mnv2}, arrivals: {ratePerSecond: 15}, slo: {latency: 80ms}}");
    }

    /** Model {@code mnv2} with a variant for EdgeTPUs. */
    public static InferenceModel model() {
        return Serialization.unmarshal("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceModel
                metadata: {name: mnv2, namespace: site-a}
                spec: {variants: [{name: edgetpu, deviceClass: EdgeTPU, format: tflite, uri: "file:mnv2.tflite"}]}
                """, InferenceModel.class);
    }

    /** 5 ms a request on {@code coral-usb}. */
    public static ModelProfile profile() {
        return Serialization.unmarshal("""
                apiVersion: millrace.dev/v1alpha1
                kind: ModelProfile
                metadata: {name: mnv2.coral-usb}
                spec:
                  model: mnv2
                  deviceType: coral-usb
                  serviceTime: [{batch: 1, mean: 5ms, cv2: 0.0}]
                  switchTime: 10ms
                  memory: 100Mi
                  onChipMemory: 3Mi
                  source: {kind: Estimated, reference: test}
                """, ModelProfile.class);
    }

    /** The policy that counts. */
    public static PlacementPolicy policy(String spec) {
        return Serialization.unmarshal("""
                apiVersion: millrace.dev/v1alpha1
                kind: PlacementPolicy
                metadata: {name: default}
                spec: %s
                """.formatted(spec), PlacementPolicy.class);
    }

    /** A node with one EdgeTPU {@code tpu-0} whose agent is alive. */
    public static InferenceNode node(String name, String spec, String apps, long runningEpoch) {
        return node(name, spec, apps, runningEpoch, true);
    }

    /** As above, alive or not. */
    public static InferenceNode node(String name, String spec, String apps, long runningEpoch, boolean ready) {
        return Serialization.unmarshal(
                """
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceNode
                metadata: {name: %s, generation: 1}
                spec: %s
                status:
                  planEpoch: %d
                  agent: {address: 10.1.2.3, httpPort: 8000, grpcPort: 8001}
                  cpu: {cores: 4}
                  memory: 1Gi
                  devices: [{name: tpu-0, class: EdgeTPU, type: coral-usb, onChipMemory: 6.9Mi, health: Healthy}]
                  apps: %s
                  conditions:
                  - {type: Ready, status: "%s", reason: AgentReady, message: "", lastTransitionTime: "2026-01-01T00:00:00Z"}
                """.formatted(name, spec, runningEpoch, apps, ready ? "True" : "False"), InferenceNode.class);
    }
}
