package dev.millrace.agent;

import dev.millrace.agent.plan.ManifestPlan;
import dev.millrace.agent.plan.PlanInputs;
import dev.millrace.crds.manifest.ManifestException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Manifests of the tests: a node n1 with an emulated EdgeTPU, an emulated GPU and its real CPU, and apps for them. */
public final class Manifests {
    private Manifests() {}

    /** Objects, with those assignments (YAML list items) and plan epoch. */
    public static PlanInputs inputs(long epoch, String... assignments) {
        return parse(yaml(epoch, assignments));
    }

    public static PlanInputs parse(String yaml) {
        InputStream in = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
        try {
            return ManifestPlan.read(List.of(Path.of("-")), false, in, "n1");
        } catch (ManifestException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    public static String assignment(String app, String device, String variant, double share) {
        return "{app: {namespace: site, name: " + app + "}, device: " + device + ", variant: " + variant + ", share: "
                + share + "}";
    }

    public static String yaml(long epoch, String... assignments) {
        return OBJECTS + NODE.formatted(epoch, String.join(", ", assignments));
    }

    /** Everything but the node. */
    public static final String OBJECTS = """
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceModel
            metadata: {name: angle, namespace: site}
            spec:
              variants:
              - {name: edgetpu, deviceClass: EdgeTPU, format: tflite, uri: "https://models.example.com/angle.tflite"}
              - {name: gpu, deviceClass: GPU, format: onnx, uri: "https://models.example.com/angle.onnx"}
              - {name: cpu, deviceClass: CPU, format: onnx, uri: "file:ch_ppocr_mobile_v2.0_cls_infer.onnx"}
              - {name: absent, deviceClass: CPU, format: onnx, uri: "file:no-such-model.onnx"}
              - {name: late, deviceClass: CPU, format: onnx, uri: "file:late.onnx"}
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceModel
            metadata: {name: slow, namespace: site}
            spec:
              variants:
              - {name: gpu, deviceClass: GPU, format: onnx, uri: "https://models.example.com/slow.onnx"}
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: ModelProfile
            metadata: {name: slow.jetson-nano}
            spec:
              model: slow
              deviceType: jetson-nano
              serviceTime: [{batch: 1, mean: 5s}]
              memory: 10Mi
              source: {kind: Estimated, reference: test}
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceApp
            metadata: {name: slow, namespace: site}
            spec:
              modelRef: {name: slow}
              arrivals: {ratePerSecond: 0.1}
              slo: {latency: 30s}
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: ModelProfile
            metadata: {name: angle.coral-usb}
            spec:
              model: angle
              deviceType: coral-usb
              serviceTime: [{batch: 1, mean: 2ms}]
              switchTime: 3ms
              memory: 10Mi
              onChipMemory: 1Mi
              source: {kind: Estimated, reference: test}
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: ModelProfile
            metadata: {name: angle.jetson-nano}
            spec:
              model: angle
              deviceType: jetson-nano
              serviceTime: [{batch: 1, mean: 2ms, cv2: 0.1}, {batch: 4, mean: 5ms, cv2: 0.1}]
              memory: 100Mi
              source: {kind: Estimated, reference: test}
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceApp
            metadata: {name: cam, namespace: site}
            spec:
              modelRef: {name: angle}
              arrivals: {ratePerSecond: 100}
              slo: {latency: 80ms}
              network: {latency: 10ms}
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceApp
            metadata: {name: gate, namespace: site}
            spec:
              modelRef: {name: angle}
              arrivals: {ratePerSecond: 5, process: Periodic}
              slo: {latency: 80ms}
              preprocess: {cpu: 1ms}
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceApp
            metadata: {name: own, namespace: site}
            spec:
              modelRef: {name: angle}
              tenancy: Dedicated
              arrivals: {ratePerSecond: 5, process: General, cv2: 3}
              slo: {latency: 80ms}
            ---
            """;

    private static final String NODE = """
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceNode
            metadata: {name: n1}
            spec:
              planEpoch: %d
              assignments: [%s]
            status:
              cpu: {cores: 2}
              memory: 4Gi
              devices:
              - {name: edgetpu-0, class: EdgeTPU, type: coral-usb, onChipMemory: 6.9Mi, memory: 800Mi, health: Healthy, emulated: true}
              - {name: gpu-0, class: GPU, type: jetson-nano, memory: 3Gi, health: Healthy, emulated: true}
              - {name: cpu-0, class: CPU, type: x86-64, health: Healthy, emulated: false}
              - {name: edgetpu-9, class: EdgeTPU, type: coral-usb, health: Healthy, emulated: false}
            """;
}
