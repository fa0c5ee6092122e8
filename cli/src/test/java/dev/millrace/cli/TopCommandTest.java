package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopCommandTest {
    @Test
    void showsAppsAndDevices() {
        Run run = Run.of("top", "-f", Run.manifests("one-tpu"));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("NAMESPACE", "APP", "OBSERVED").contains("NODE", "DEVICE", "BUSY");
        assertThat(run.out().lines().filter(line -> line.contains("gate"))).isNotEmpty();
    }

    @Test
    void appsInTroubleComeFirst() {
        Run run = Run.withInput("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceModel
                metadata: {name: m, namespace: site}
                spec: {variants: [{name: cpu, deviceClass: CPU, format: onnx, uri: "file:m.onnx"}]}
                ---
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceApp
                metadata: {name: a-fine-one, namespace: site}
                spec: {modelRef: {name: m}, arrivals: {ratePerSecond: 4}, slo: {latency: 80ms}}
                status:
                  conditions: [{type: Ready, status: "True", reason: Ready, message: "", lastTransitionTime: "2026-01-01T00:00:00Z"}]
                  summary: {slo: "p95<80ms", predicted: 48ms, observed: 46ms, device: cpu-0, node: n1}
                  observed: {p95: 46ms, ratePerSecond: 3, window: 60s}
                ---
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceApp
                metadata: {name: b-late-one, namespace: site}
                spec: {modelRef: {name: m}, arrivals: {ratePerSecond: 4}, slo: {latency: 80ms}}
                status:
                  conditions: [{type: SLOMet, status: "False", reason: ObservedAboveSLO, message: "", lastTransitionTime: "2026-01-01T00:00:00Z"}]
                """, "top", "-f", "-");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).containsSubsequence("b-late-one", "SLOMissed", "a-fine-one", "Ready", "46ms", "75%");
    }
}
