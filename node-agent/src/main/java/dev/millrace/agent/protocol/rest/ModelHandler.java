package dev.millrace.agent.protocol.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.agent.access.Caller;
import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.metrics.InferStatistics;
import dev.millrace.agent.protocol.HeldBytes;
import dev.millrace.agent.protocol.ServerFacts;
import dev.millrace.agent.serving.AppDirectory;
import dev.millrace.agent.serving.ModelFacts;
import dev.millrace.agent.serving.ModelRepository;
import dev.millrace.agent.serving.ServedApp;
import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.TensorSpec;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What there is to know of models: metadata, configuration, readiness, statistics, index. */
final class ModelHandler {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int INDEX_BYTES = 65_536;

    private final AppDirectory directory;
    private final AgentMetrics metrics;
    private final ModelRepository repository;
    private final HeldBytes held;

    ModelHandler(AppDirectory directory, AgentMetrics metrics, ModelRepository repository, HeldBytes held) {
        this.directory = directory;
        this.metrics = metrics;
        this.repository = repository;
        this.held = held;
    }

    void metadata(HttpServerResponse response, String name) {
        ModelFacts facts = ModelFacts.of(directory.find(name));
        Json.send(
                response,
                Json.object(
                        "name", name,
                        "versions", List.of(ServerFacts.MODEL_VERSION),
                        "platform", facts.platform(),
                        "inputs",
                                facts.signature().inputs().stream()
                                        .map(ModelHandler::tensor)
                                        .toList(),
                        "outputs",
                                facts.signature().outputs().stream()
                                        .map(ModelHandler::tensor)
                                        .toList()));
    }

    void ready(HttpServerResponse response, String name) {
        if (!directory.find(name).ready()) {
            throw ServingException.of(Fault.UNAVAILABLE, "model '" + name + "' is not ready");
        }
        Json.send(response, Json.object("name", name, "ready", true));
    }

    void config(HttpServerResponse response, String name) {
        ModelFacts facts = ModelFacts.of(directory.find(name));
        Json.send(
                response,
                Json.object(
                        "name", name,
                        "platform", facts.platform(),
                        "backend", facts.backend(),
                        "max_batch_size", 0,
                        "input",
                                facts.signature().inputs().stream()
                                        .map(ModelHandler::configured)
                                        .toList(),
                        "output",
                                facts.signature().outputs().stream()
                                        .map(ModelHandler::configured)
                                        .toList()));
    }

    void statistics(HttpServerResponse response, String name) {
        Json.send(response, Json.object("model_stats", List.of(statistics(directory.find(name)))));
    }

    void allStatistics(HttpServerResponse response, Caller caller) {
        Json.send(
                response,
                Json.object(
                        "model_stats",
                        directory.all().values().stream()
                                .filter(app -> caller.mayUse(app.id().namespace()))
                                .map(this::statistics)
                                .toList()));
    }

    /** @param load whether to load, else to unload */
    void change(HttpServerRequest request, String name, boolean load) {
        BodyReader.read(
                request,
                INDEX_BYTES,
                held,
                body -> {
                    try {
                        if (body.length() > 0) {
                            object(body.getBytes());
                        }
                        (load ? repository.load(name) : repository.unload(name))
                                .whenComplete((done, error) -> changed(request, error));
                    } catch (ServingException e) {
                        Json.fail(request.response(), e);
                    }
                },
                error -> Json.fail(request.response(), error));
    }

    private static void changed(HttpServerRequest request, @Nullable Throwable error) {
        if (error == null) {
            Json.send(request.response(), Json.object());
        } else {
            Json.fail(
                    request.response(),
                    error instanceof ServingException known
                            ? known
                            : ServingException.of(Fault.INTERNAL, "the agent failed"));
        }
    }

    void index(HttpServerRequest request, Caller caller) {
        BodyReader.read(
                request,
                INDEX_BYTES,
                held,
                body -> {
                    try {
                        boolean readyOnly = body.length() > 0 && readyOnly(body.getBytes());
                        Json.send(request.response(), index(readyOnly, caller));
                    } catch (ServingException e) {
                        Json.fail(request.response(), e);
                    }
                },
                error -> Json.fail(request.response(), error));
    }

    private static boolean readyOnly(byte[] body) {
        JsonNode ready = object(body).path("ready");
        if (!ready.isMissingNode() && !ready.isBoolean()) {
            throw ServingException.invalid("field 'ready' is not a boolean");
        }
        return ready.asBoolean(false);
    }

    private static JsonNode object(byte[] body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            if (node == null || !node.isObject()) {
                throw ServingException.invalid("the body is not a JSON object");
            }
            return node;
        } catch (IOException e) {
            throw ServingException.invalid("malformed JSON");
        }
    }

    private List<Map<String, Object>> index(boolean readyOnly, Caller caller) {
        List<Map<String, Object>> index = new ArrayList<>();
        directory.all().forEach((name, app) -> {
            if ((app.ready() || !readyOnly) && caller.mayUse(app.id().namespace())) {
                index.add(Json.object(
                        "name",
                        name,
                        "version",
                        ServerFacts.MODEL_VERSION,
                        "state",
                        app.ready() ? "READY" : "UNAVAILABLE",
                        "reason",
                        app.ready() ? "" : "not loaded"));
            }
        });
        return index;
    }

    private Map<String, Object> statistics(ServedApp app) {
        InferStatistics.Reading reading = metrics.statistics(app.id());
        return Json.object(
                "name", app.id().modelName(),
                "version", ServerFacts.MODEL_VERSION,
                "last_inference", reading.lastMillis(),
                "inference_count", reading.served(),
                "execution_count", reading.executions(),
                "inference_stats",
                        Json.object(
                                "success", duration(reading.served(), reading.servedNanos()),
                                "fail", duration(reading.failed(), 0),
                                "queue", duration(reading.served(), reading.queueNanos()),
                                "compute_input", duration(reading.served(), 0),
                                "compute_infer", duration(reading.served(), reading.computeNanos()),
                                "compute_output", duration(reading.served(), 0),
                                "cache_hit", duration(0, 0),
                                "cache_miss", duration(0, 0)),
                "batch_stats", List.of());
    }

    private static Map<String, Object> duration(long count, long nanos) {
        return Json.object("count", count, "ns", nanos);
    }

    private static Map<String, Object> tensor(TensorSpec spec) {
        return Json.object("name", spec.name(), "datatype", spec.datatype().name(), "shape", spec.shape());
    }

    private static Map<String, Object> configured(TensorSpec spec) {
        String type =
                spec.datatype() == Datatype.BYTES ? "STRING" : spec.datatype().name();
        return Json.object("name", spec.name(), "data_type", "TYPE_" + type, "dims", spec.shape());
    }
}
