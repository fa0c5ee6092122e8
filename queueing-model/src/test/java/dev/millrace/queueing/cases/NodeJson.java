package dev.millrace.queueing.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.Branch;
import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.model.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads a node model from the JSON of the prediction cases. */
final class NodeJson {
    private NodeJson() {}

    static NodeModel node(JsonNode json) {
        return new NodeModel(
                json.get("name").asText(),
                json.get("cores").asInt(),
                list(json.get("devices"), NodeJson::device),
                list(json.get("streams"), NodeJson::stream));
    }

    private static Device device(JsonNode json) {
        return new Device(
                json.get("name").asText(),
                DeviceClass.valueOf(json.get("class").asText()),
                Discipline.valueOf(json.get("discipline").asText()),
                list(json.get("copies"), NodeJson::copy));
    }

    private static Copy copy(JsonNode json) {
        return new Copy(
                json.get("id").asText(),
                new BatchServiceTimes(list(json.get("rows"), NodeJson::row)),
                json.get("switchMs").asDouble(),
                json.get("set").isNull() ? null : json.get("set").asText(),
                json.get("maxBatch").asInt());
    }

    private static BatchServiceTimes.Row row(JsonNode json) {
        return new BatchServiceTimes.Row(
                json.get(0).asInt(),
                new ServiceTime(json.get(1).asDouble(), json.get(2).asDouble()));
    }

    private static Stream stream(JsonNode json) {
        double rate = json.get("ratePerSecond").asDouble();
        ArrivalProcess arrivals =
                switch (ArrivalProcess.Kind.valueOf(json.get("process").asText())) {
                    case POISSON -> ArrivalProcess.poisson(rate);
                    case PERIODIC -> ArrivalProcess.periodic(rate);
                    case GENERAL -> ArrivalProcess.general(rate, json.get("cv2").asDouble());
                };
        return new Stream(
                json.get("id").asText(),
                arrivals,
                json.get("preprocessMs").asDouble(),
                json.get("networkMs").asDouble(),
                json.get("deadlineMs").asDouble(),
                list(json.get("branches"), NodeJson::branch));
    }

    private static Branch branch(JsonNode json) {
        return new Branch(
                json.get("device").asText(),
                json.get("copy").asText(),
                json.get("share").asDouble());
    }

    private static <T> List<T> list(JsonNode json, Function<JsonNode, T> reader) {
        List<T> items = new ArrayList<>();
        json.forEach(item -> items.add(reader.apply(item)));
        return items;
    }
}
