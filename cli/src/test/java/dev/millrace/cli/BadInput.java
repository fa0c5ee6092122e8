package dev.millrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Bad inputs: the good manifests of {@code one-tpu} with one thing wrong, and what the problem line must name. */
enum BadInput {
    NEGATIVE_RATE("ratePerSecond: 30", "ratePerSecond: -30", "InferenceApp site-a/gate: spec.arrivals.ratePerSecond: "),
    UNKNOWN_OBJECTIVE("objective: mean", "objective: p97", "InferenceApp site-a/dock: spec.slo.objective: "),
    UNKNOWN_MODEL(
            "modelRef: {name: small}\n  arrivals: {ratePerSecond: 1}",
            "modelRef: {name: big}\n  arrivals: {ratePerSecond: 1}",
            "InferenceApp site-a/spare: spec.modelRef"),
    UNKNOWN_APP("name: gate}, device", "name: fence}, device", "InferenceNode pi: spec.assignments[0].app"),
    UNKNOWN_DEVICE(
            "name: dock}, device: edgetpu-0",
            "name: dock}, device: gpu-7",
            "InferenceNode pi: spec.assignments[1].device"),
    UNKNOWN_VARIANT(
            "variant: edgetpu, share: 1.0}\nstatus",
            "variant: fpga, share: 1.0}\nstatus",
            "InferenceNode pi: spec.assignments[1].variant"),
    DUPLICATE_DEVICE(
            "  devices:\n",
            "  devices:\n  - {name: edgetpu-0, class: EdgeTPU, type: coral-usb, onChipMemory: 6.9Mi}\n",
            "InferenceNode pi: status.devices"),
    BAD_DURATION("latency: 80ms", "latency: 80", "InferenceApp site-a/gate: spec.slo.latency: "),
    BAD_QUANTITY("memory: 800Mi", "memory: 800 MiB", "InferenceNode pi: status.devices[0].memory: "),
    UNKNOWN_FIELD("network: {latency: 5ms}", "netwrok: {latency: 5ms}", "InferenceApp site-a/gate: spec.netwrok: "),
    UNKNOWN_KIND("kind: InferenceModel", "kind: InferenceModle", "InferenceModle"),
    CV2_WITHOUT_GENERAL("ratePerSecond: 20", "ratePerSecond: 20, cv2: 2", "InferenceApp site-a/dock: spec.arrivals"),
    UNPARSABLE_YAML("spec:\n  modelRef", "spec: [\n  modelRef", "bad.yaml");

    private final String good;
    private final String bad;
    private final String named;

    BadInput(String good, String bad, String named) {
        this.good = good;
        this.bad = bad;
        this.named = named;
    }

    /** Writes the manifests into {@code folder} and returns their path. */
    Path write(Path folder) throws IOException {
        String manifests = Files.readString(Path.of(Run.manifests("one-tpu"), "all.yaml"));
        if (!manifests.contains(good)) {
            throw new AssertionError("the good manifests have changed: no '" + good + "'");
        }
        int at = manifests.indexOf(good);
        String broken = manifests.substring(0, at) + bad + manifests.substring(at + good.length());
        return Files.writeString(folder.resolve("bad.yaml"), broken);
    }

    /** What is wrong with the lines printed, or null if they are as they should be. */
    String verdict(Path file, int code, String out, String err) {
        List<String> lines = err.lines().toList();
        if (code != 2) {
            return "exit code " + code;
        }
        if (!out.isEmpty()) {
            return "printed on standard output: " + out;
        }
        if (err.contains("\tat ") || err.contains("Exception")) {
            return "a stack trace or exception: " + err;
        }
        boolean found = lines.stream().anyMatch(line -> line.startsWith(file.toString()) && line.contains(named));
        return found ? null : "no line names '" + file + "' and '" + named + "': " + err;
    }
}
