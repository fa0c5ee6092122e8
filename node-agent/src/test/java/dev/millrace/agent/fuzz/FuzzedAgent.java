package dev.millrace.agent.fuzz;

import dev.millrace.agent.Manifests;
import dev.millrace.agent.RunningAgent;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An agent whose one app takes a microsecond and is never over its rate. */
final class FuzzedAgent {
    static final String MODEL = "site.fuzzed";

    private static final String SITE = """
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceModel
            metadata: {name: fuzzed, namespace: site}
            spec: {variants: [{name: gpu, deviceClass: GPU, format: onnx, uri: "https://models.example.com/m.onnx"}]}
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: ModelProfile
            metadata: {name: fuzzed.any}
            spec: {model: fuzzed, deviceType: any, serviceTime: [{batch: 1, mean: 1us}], source: {kind: Estimated}}
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceApp
            metadata: {name: fuzzed, namespace: site}
            spec: {modelRef: {name: fuzzed}, arrivals: {ratePerSecond: 1000000}, slo: {latency: 1s}}
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceNode
            metadata: {name: n1}
            spec:
              planEpoch: 1
              assignments: [{app: {namespace: site, name: fuzzed}, device: gpu-0, variant: gpu, share: 1}]
            status:
              cpu: {cores: 2}
              memory: 4Gi
              devices: [{name: gpu-0, class: GPU, type: any, memory: 1Gi, health: Healthy, emulated: true}]
            """;

    private FuzzedAgent() {}

    static RunningAgent start() {
        try {
            return new RunningAgent(Manifests.parse(SITE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing is left of what was sent. */
    static void stop(RunningAgent agent) {
        RunningAgent.until(() -> agent.agent().runtime().inFlight() == 0);
        agent.close();
    }
}
