package dev.millrace.crds.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class ReferenceCheckTest {
    private static final String DIGEST = "f393554aa05f575eac3e80a43dd774431f3c79485ffe1b66a6a213a7efeebd5d";
    private static final String DEVICES = "status: {devices: [{name: tpu, class: EdgeTPU, type: coral-usb},"
            + " {name: gpu, class: GPU, type: jetson-nano}]}";
    private static final String MODEL = document(
            "InferenceModel",
            "mnv2, namespace: a",
            "spec: {variants: [{name: edgetpu, deviceClass: EdgeTPU, format: tflite, uri: 'file:m.tflite', sha256: "
                    + DIGEST + "}, {name: gpu, deviceClass: GPU, format: onnx, uri: 'file:m.onnx'}]}");

    private static String document(String kind, String name, String rest) {
        return "---\napiVersion: millrace.dev/v1alpha1\nkind: " + kind + "\nmetadata: {name: " + name + "}\n" + rest
                + "\n";
    }

    private static String app(String name, String more) {
        return document(
                "InferenceApp",
                name + ", namespace: a",
                "spec: {modelRef: {name: mnv2}, arrivals: {ratePerSecond: 1}, slo: {latency: 1s}" + more + "}");
    }

    private static String node(String name, String assignments, String more) {
        return document("InferenceNode", name, "spec: {assignments: [" + assignments + "]" + more + "}\n" + DEVICES);
    }

    private static String assignment(String app, String device, String variant, String more) {
        return "{app: {namespace: a, name: " + app + "}, device: " + device + ", variant: " + variant + more + "}";
    }

    @Test
    void whatIsThereIsNoProblem() {
        var set = MODEL
                + app("one", "")
                + app("two", "")
                + node(
                        "n",
                        assignment("one", "tpu", "edgetpu", ", share: 0.5, coResident: s") + ", "
                                + assignment("two", "tpu", "edgetpu", ", share: 1, coResident: s") + ", "
                                + assignment("one", "gpu", "gpu", ", share: 0.5, maxBatch: 8"),
                        ", disciplines: {tpu: SwapAware}");
        assertThatCode(() -> Reading.text(set)).doesNotThrowAnyException();
    }

    @Test
    void whatIsThereButBadInputIsNotReportedAsMissingToo() {
        var set = MODEL.replace("format: onnx", "format: ''")
                + app("one", "")
                + app("two", "").replace("1s", "0s")
                + node(
                        "n",
                        assignment("two", "tpu", "edgetpu", "") + ", " + assignment("three", "tpu", "edgetpu", ""),
                        "");
        assertThat(Reading.problems(set))
                .satisfiesExactlyInAnyOrder(
                        p -> assertThat(p).startsWith("-: InferenceModel a/mnv2: spec.variants[1].format: "),
                        p -> assertThat(p).startsWith("-: InferenceModel a/mnv2: spec.variants[1].format: "),
                        p -> assertThat(p).startsWith("-: InferenceApp a/two: spec.slo.latency: "),
                        p -> assertThat(p).startsWith("-: InferenceNode n: spec.assignments[1].app: there is no"));
        assertThat(Reading.problems(set + "---\nkind: [\n")).noneMatch(p -> p.contains("there is no"));
    }

    @Test
    void nodesThatDoNotSayWhatDevicesTheyHaveAreTaken() {
        var node = document(
                "InferenceNode", "n", "spec: {assignments: [" + assignment("one", "x", "gpu", ", share: 1") + "]}");
        assertThatCode(() -> Reading.text(MODEL + app("one", "") + node)).doesNotThrowAnyException();
    }

    @Test
    void modelsOfAnotherNamespaceDoNotCount() {
        var app = app("one", "").replace("namespace: a", "namespace: b");
        assertThat(Reading.problems(MODEL + app))
                .containsExactly(
                        "-: InferenceApp b/one: spec.modelRef.name: there is no InferenceModel 'mnv2' in namespace b");
        assertThat(Reading.problems(MODEL + app("one", "").replace("{name: mnv2}", "{name: mnv3}")))
                .containsExactly(
                        "-: InferenceApp a/one: spec.modelRef.name: there is no InferenceModel 'mnv3' in namespace a."
                                + " Maybe mnv2");
    }

    @Test
    void assignmentsToWhatIsNotThere() {
        var set = MODEL
                + app("one", "")
                + node(
                        "n",
                        assignment("onee", "tpu", "edgetpu", ", share: 1") + ", "
                                + assignment("one", "tpu-0", "edgetpu", ", share: 0") + ", "
                                + assignment("one", "tpu", "cpu", ", share: 0") + ", "
                                + assignment("one", "tpu", "gpu", ", share: 0"),
                        ", disciplines: {tpu-1: Fcfs, gpu: SwapAware}");
        assertThat(Reading.problems(set))
                .containsExactlyInAnyOrder(
                        "-: InferenceNode n: spec.assignments[0].app: there is no InferenceApp 'a/onee'. Maybe one",
                        "-: InferenceNode n: spec.assignments[1].device: the node has no device 'tpu-0', but gpu, tpu",
                        "-: InferenceNode n: spec.assignments[2].variant: InferenceModel 'mnv2' has no variant 'cpu', but"
                                + " edgetpu, gpu",
                        "-: InferenceNode n: spec.assignments[3].variant: variant 'gpu' is for GPU, but device 'tpu' is of"
                                + " class EdgeTPU",
                        "-: InferenceNode n: spec.disciplines.tpu-1: the node has no device 'tpu-1', but gpu, tpu",
                        "-: InferenceNode n: spec.disciplines.gpu: SwapAware is for EdgeTPU devices only");
    }

    @Test
    void batchesAndSetsAreOfTheirClassOfDeviceAndTheSameForOneCopy() {
        var set = MODEL
                + app("one", "")
                + app("two", "")
                + app("own", ", tenancy: Dedicated")
                + node(
                        "n",
                        assignment("one", "tpu", "edgetpu", ", share: 0, maxBatch: 2") + ", "
                                + assignment("one", "gpu", "gpu", ", share: 0, coResident: s"),
                        "")
                + node(
                        "m",
                        assignment("one", "gpu", "gpu", ", share: 1, maxBatch: 4") + ", "
                                + assignment("two", "gpu", "gpu", ", share: 1, maxBatch: 8") + ", "
                                + assignment("own", "gpu", "gpu", ", share: 1, maxBatch: 2"),
                        "")
                + node(
                        "o",
                        assignment("one", "tpu", "edgetpu", ", share: 0, coResident: s") + ", "
                                + assignment("two", "tpu", "edgetpu", ", share: 0"),
                        "");
        assertThat(Reading.problems(set))
                .containsExactly(
                        "-: InferenceNode n: spec.assignments[0].maxBatch: is 2, but only GPU devices batch",
                        "-: InferenceNode n: spec.assignments[1].coResident: only EdgeTPU devices have co-resident sets",
                        "-: InferenceNode m: spec.assignments[1].maxBatch: is 8, but a/one shares the copy with 4",
                        "-: InferenceNode o: spec.assignments[1].coResident: differs from that of a/one, which shares the"
                                + " copy");
    }

    @Test
    void anAppIsAssignedOnceADeviceAndNotMoreThanWhole() {
        var set = MODEL
                + app("one", "")
                + node(
                        "n",
                        assignment("one", "gpu", "gpu", ", share: 0.6") + ", "
                                + assignment("one", "gpu", "gpu", ", share: 0"),
                        "")
                + node("m", assignment("one", "gpu", "gpu", ", share: 0.6"), "");
        assertThat(Reading.problems(set))
                .containsExactly(
                        "-: InferenceNode n: spec.assignments[1]: duplicate of an assignment before it: the same app, device"
                                + " and variant",
                        "-: InferenceNode m: spec.assignments[0].share: shares of a/one sum to 1.2 over all devices, more than"
                                + " 1");
        var thirds = MODEL
                + app("one", "")
                + node("n", assignment("one", "gpu", "gpu", ", share: 0.334"), "")
                + node("m", assignment("one", "gpu", "gpu", ", share: 0.334"), "")
                + node("o", assignment("one", "gpu", "gpu", ", share: 0.334"), "");
        assertThatCode(() -> Reading.text(thirds)).doesNotThrowAnyException();
    }

    @Test
    void routesAndProfilingToWhatIsNotThere() {
        var set = MODEL
                + node(
                        "n",
                        "",
                        ", routes: [{app: {namespace: a, name: one}, targets: [{node: m, address: h, share: 1}]}],"
                                + " profiling: [{model: {namespace: b, name: mnv2}, variant: gpu, device: gpu},"
                                + " {model: {namespace: a, name: mnv2}, variant: cpu, device: cpu}]");
        assertThat(Reading.problems(set))
                .containsExactly(
                        "-: InferenceNode n: spec.routes[0].app: there is no InferenceApp 'a/one'",
                        "-: InferenceNode n: spec.profiling[0].model: there is no InferenceModel 'b/mnv2'",
                        "-: InferenceNode n: spec.profiling[1].device: the node has no device 'cpu', but gpu, tpu",
                        "-: InferenceNode n: spec.profiling[1].variant: InferenceModel 'mnv2' has no variant 'cpu', but"
                                + " edgetpu, gpu");
    }
}
