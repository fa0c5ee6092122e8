package dev.millrace.queueing.truth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.Branch;
import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.Stream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** The prediction cases' JSON, to be read back by {@link dev.millrace.queueing.cases.PredictionCase}. */
final class CaseJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MathContext SIX_DIGITS = new MathContext(6);

    private CaseJson() {}

    /** A case that still lacks its truth. */
    static ObjectNode of(String family, List<NodeModel> nodes) {
        ObjectNode root = JSON.createObjectNode().put("family", family);
        ArrayNode list = root.putArray("nodes");
        nodes.forEach(node -> list.add(node(node)));
        root.putArray("truth");
        return root;
    }

    /** As it stands in a file. */
    static String text(ObjectNode root) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** To six digits. */
    static double rounded(double value) {
        return new BigDecimal(value).round(SIX_DIGITS).doubleValue();
    }

    private static ObjectNode node(NodeModel node) {
        ObjectNode json = JSON.createObjectNode().put("name", node.name()).put("cores", node.cores());
        ArrayNode devices = json.putArray("devices");
        node.devices().forEach(device -> devices.add(device(device)));
        ArrayNode streams = json.putArray("streams");
        node.streams().forEach(stream -> streams.add(stream(stream)));
        return json;
    }

    private static ObjectNode device(Device device) {
        ObjectNode json = JSON.createObjectNode()
                .put("name", device.name())
                .put("class", device.deviceClass().name())
                .put("discipline", device.discipline().name());
        ArrayNode copies = json.putArray("copies");
        device.copies().forEach(copy -> copies.add(copy(copy)));
        return json;
    }

    private static ObjectNode copy(Copy copy) {
        ObjectNode json = JSON.createObjectNode().put("id", copy.id());
        ArrayNode rows = json.putArray("rows");
        for (BatchServiceTimes.Row row : copy.service().rows()) {
            rows.addArray()
                    .add(row.batch())
                    .add(row.time().meanMs())
                    .add(row.time().cv2());
        }
        return json.put("switchMs", copy.switchMs())
                .put("set", copy.coResidentSet())
                .put("maxBatch", copy.maxBatch());
    }

    private static ObjectNode stream(Stream stream) {
        ArrivalProcess arrivals = stream.arrivals();
        ObjectNode json = JSON.createObjectNode()
                .put("id", stream.id())
                .put("process", arrivals.kind().name())
                .put("ratePerSecond", arrivals.ratePerSecond())
                .put("cv2", arrivals.cv2())
                .put("preprocessMs", stream.preprocessMs())
                .put("networkMs", stream.networkMs())
                .put("deadlineMs", stream.deadlineMs());
        ArrayNode branches = json.putArray("branches");
        for (Branch branch : stream.branches()) {
            branches.addObject()
                    .put("device", branch.device())
                    .put("copy", branch.copy())
                    .put("share", branch.share());
        }
        return json;
    }
}
