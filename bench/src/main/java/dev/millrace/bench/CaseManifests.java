package dev.millrace.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.queueing.cases.PredictionCase;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.Branch;
import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Writes single-node cases as manifests that {@code millrace predict} reads: a folder per case, JSON as YAML. */
public final class CaseManifests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAMESPACE = "t";
    private final StringJoiner documents = new StringJoiner("---\n");

    private CaseManifests() {}

    /** Arguments: the folder of the cases, the folder to write into, and how many, spread over all families. */
    public static void main(String[] arguments) throws IOException {
        List<PredictionCase> cases = PredictionCase.all(Path.of(arguments[0])).stream()
                .filter(each -> each.nodes().size() == 1)
                .filter(each -> each.nodes().getFirst().streams().stream()
                        .allMatch(stream -> stream.branches().size() == 1))
                .toList();
        int count = Math.min(cases.size(), Integer.parseInt(arguments[2]));
        for (int i = 0; i < count; i++) {
            PredictionCase each = cases.get((int) ((long) i * cases.size() / count));
            Path folder = Files.createDirectories(Path.of(arguments[1], each.name()));
            String title = "# " + each.name() + " of the accuracy suite\n";
            Files.writeString(
                    folder.resolve("case.yaml"), title + of(each.nodes().getFirst()));
        }
    }

    /** The manifests of a node and all that it serves. */
    static String of(NodeModel node) throws IOException {
        CaseManifests manifests = new CaseManifests();
        for (Device device : node.devices()) {
            for (Copy copy : device.copies()) {
                manifests.add(manifests.model(device, copy));
                manifests.add(manifests.profile(device, copy));
            }
        }
        for (Stream stream : node.streams()) {
            manifests.add(manifests.app(stream));
        }
        manifests.add(manifests.node(node));
        return manifests.documents.toString();
    }

    private void add(ObjectNode document) throws IOException {
        documents.add(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
    }

    private static ObjectNode document(String kind, String name) {
        ObjectNode document = JSON.createObjectNode()
                .put("apiVersion", "millrace.dev/v1alpha1")
                .put("kind", kind);
        document.putObject("metadata").put("name", name);
        return document;
    }

    private static ObjectNode namespaced(String kind, String name) {
        ObjectNode document = document(kind, name);
        document.withObject("/metadata").put("namespace", NAMESPACE);
        return document;
    }

    private ObjectNode model(Device device, Copy copy) {
        ObjectNode model = namespaced("InferenceModel", copy.id());
        model.putObject("spec")
                .putArray("variants")
                .addObject()
                .put("name", "v")
                .put("deviceClass", className(device.deviceClass()))
                .put("format", device.deviceClass() == DeviceClass.EDGE_TPU ? "tflite" : "onnx")
                .put("uri", "file:///models/" + copy.id());
        return model;
    }

    private ObjectNode profile(Device device, Copy copy) {
        ObjectNode profile = document("ModelProfile", copy.id() + "." + device.name());
        ObjectNode spec = profile.putObject("spec").put("model", copy.id()).put("deviceType", device.name() + "-type");
        ArrayNode rows = spec.putArray("serviceTime");
        for (BatchServiceTimes.Row row : copy.service().rows()) {
            rows.addObject()
                    .put("batch", row.batch())
                    .put("mean", millis(row.time().meanMs()))
                    .put("cv2", row.time().cv2());
        }
        spec.put("memory", "50Mi");
        spec.putObject("source").put("kind", "Estimated").put("reference", "accuracy suite");
        if (device.deviceClass() == DeviceClass.EDGE_TPU) {
            spec.put("onChipMemory", "1Mi");
            if (copy.switchMs() > 0) {
                spec.put("switchTime", millis(copy.switchMs()));
            }
        }
        return profile;
    }

    private ObjectNode app(Stream stream) {
        ArrivalProcess arrivals = stream.arrivals();
        ObjectNode app = namespaced("InferenceApp", stream.id());
        ObjectNode spec = app.putObject("spec");
        spec.putObject("modelRef").put("name", stream.branches().getFirst().copy());
        ObjectNode process = spec.putObject("arrivals").put("ratePerSecond", arrivals.ratePerSecond());
        switch (arrivals.kind()) {
            case POISSON -> process.put("process", "Poisson");
            case PERIODIC -> process.put("process", "Periodic");
            case GENERAL -> process.put("process", "General").put("cv2", arrivals.cv2());
        }
        spec.putObject("slo")
                .put("latency", millis(stream.deadlineMs() + stream.networkMs()))
                .put("objective", "p95");
        if (stream.preprocessMs() > 0) {
            spec.putObject("preprocess").put("cpu", millis(stream.preprocessMs()));
        }
        if (stream.networkMs() > 0) {
            spec.putObject("network").put("latency", millis(stream.networkMs()));
        }
        return app;
    }

    private ObjectNode node(NodeModel node) {
        ObjectNode document = document("InferenceNode", node.name());
        ObjectNode spec = document.putObject("spec").put("planEpoch", 1);
        ArrayNode assignments = spec.putArray("assignments");
        for (Flow flow : Flow.of(node)) {
            Branch branch = flow.branch();
            ObjectNode assignment = assignments.addObject();
            assignment
                    .putObject("app")
                    .put("namespace", NAMESPACE)
                    .put("name", flow.stream().id());
            assignment
                    .put("device", branch.device())
                    .put("variant", "v")
                    .put("share", branch.share())
                    .put("maxBatch", flow.copy().maxBatch());
            if (flow.copy().coResidentSet() != null) {
                assignment.put("coResident", flow.copy().coResidentSet());
            }
        }
        ObjectNode disciplines = spec.putObject("disciplines");
        ObjectNode status = document.putObject("status").put("memory", "8Gi");
        status.putObject("cpu").put("cores", node.cores());
        ArrayNode devices = status.putArray("devices");
        for (Device device : node.devices()) {
            if (device.discipline() == Discipline.SWAP_AWARE) {
                disciplines.put(device.name(), "SwapAware");
            }
            ObjectNode reported = devices.addObject()
                    .put("name", device.name())
                    .put("type", device.name() + "-type")
                    .put("health", "Healthy")
                    .put("emulated", true)
                    .put("memory", "4Gi")
                    .put("class", className(device.deviceClass()));
            if (device.deviceClass() == DeviceClass.EDGE_TPU) {
                reported.put("onChipMemory", "8Mi");
            }
        }
        return document;
    }

    private static String className(DeviceClass deviceClass) {
        return switch (deviceClass) {
            case EDGE_TPU -> "EdgeTPU";
            case GPU -> "GPU";
            case CPU -> "CPU";
        };
    }

    private static String millis(double ms) {
        return String.format(Locale.ROOT, "%.4fms", ms)
                .replaceAll("0+ms$", "ms")
                .replace(".ms", "ms");
    }
}
