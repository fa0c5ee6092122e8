package dev.millrace.agent.protocol.rest;

import dev.millrace.agent.protocol.ServerFacts;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Finds what a path of the protocol means. */
final class RestRoutes {
    private static final Logger LOG = Logger.getLogger(RestRoutes.class);
    private static final int UNAVAILABLE = 503;

    private final InferHandler infer;
    private final ModelHandler models;
    private final BooleanSupplier ready;

    RestRoutes(InferHandler infer, ModelHandler models, BooleanSupplier ready) {
        this.infer = infer;
        this.models = models;
        this.ready = ready;
    }

    void handle(HttpServerRequest request) {
        long arrivalNanos = System.nanoTime();
        try {
            route(request, request.path().split("/", -1), arrivalNanos);
        } catch (ServingException e) {
            Json.fail(request.response(), e);
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s %s", request.method(), request.path());
            Json.fail(request.response(), ServingException.of(Fault.INTERNAL, "the agent failed"));
        }
    }

    /** Segments of /v2/models/M/infer: "", "v2", "models", "M", "infer". */
    private void route(HttpServerRequest request, String[] path, long arrivalNanos) {
        int length = path.length > 2 && path[path.length - 1].isEmpty() ? path.length - 1 : path.length;
        if (length < 2 || !path[0].isEmpty() || !path[1].equals("v2")) {
            throw unknownPath(request);
        }
        String area = length > 2 ? path[2] : "";
        if (length == 2) {
            get(request);
            Json.send(
                    request.response(),
                    Json.object(
                            "name", ServerFacts.NAME,
                            "version", ServerFacts.version(),
                            "extensions", ServerFacts.EXTENSIONS));
        } else if (area.equals("models") && length > 3) {
            if (length == 4 && path[3].equals("stats")) {
                get(request);
                models.allStatistics(request.response());
            } else {
                model(request, path, length, arrivalNanos);
            }
        } else if (area.equals("health") && length == 4) {
            get(request);
            health(request, path[3]);
        } else if (area.equals("repository") && length == 4 && path[3].equals("index")) {
            post(request);
            models.index(request);
        } else {
            throw unknownPath(request);
        }
    }

    private void model(HttpServerRequest request, String[] path, int length, long arrivalNanos) {
        String name = URLDecoder.decode(path[3].replace("+", "%2B"), StandardCharsets.UTF_8);
        int next = 4;
        if (length > 5 && path[4].equals("versions")) {
            if (!ServerFacts.servesVersion(path[5])) {
                throw ServingException.of(
                        Fault.NOT_FOUND, "unknown version '" + path[5] + "' of model '" + name + "'; Maybe 1");
            }
            next = 6;
        }
        if (next == length) {
            get(request);
            models.metadata(request.response(), name);
            return;
        }
        if (next + 1 != length) {
            throw unknownPath(request);
        }
        switch (path[next]) {
            case "infer" -> {
                post(request);
                infer.handle(request, name, arrivalNanos);
            }
            case "ready" -> {
                get(request);
                models.ready(request.response(), name);
            }
            case "config" -> {
                get(request);
                models.config(request.response(), name);
            }
            case "stats" -> {
                get(request);
                models.statistics(request.response(), name);
            }
            default -> throw unknownPath(request);
        }
    }

    private void health(HttpServerRequest request, String what) {
        switch (what) {
            case "live" -> Json.send(request.response(), Json.object("live", true));
            case "ready" -> {
                boolean now = ready.getAsBoolean();
                Json.send(request.response(), now ? 200 : UNAVAILABLE, Json.object("ready", now));
            }
            default -> throw unknownPath(request);
        }
    }

    private static void get(HttpServerRequest request) {
        method(request, HttpMethod.GET);
    }

    private static void post(HttpServerRequest request) {
        method(request, HttpMethod.POST);
    }

    private static void method(HttpServerRequest request, HttpMethod expected) {
        boolean head = expected == HttpMethod.GET && request.method() == HttpMethod.HEAD;
        if (request.method() != expected && !head) {
            request.response().putHeader("Allow", expected.name());
            throw ServingException.of(
                    Fault.METHOD, request.path() + " takes " + expected.name() + ", not " + request.method());
        }
    }

    private static ServingException unknownPath(HttpServerRequest request) {
        return ServingException.of(Fault.NOT_FOUND, "unknown path " + request.path());
    }
}
