package dev.millrace.agent.protocol.rest;

import dev.millrace.agent.access.Caller;
import dev.millrace.agent.protocol.Gate;
import dev.millrace.agent.protocol.ServerFacts;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/** Finds what a path of the protocol means. */
final class RestRoutes {
    private static final Logger LOG = Logger.getLogger(RestRoutes.class);
    private static final int UNAVAILABLE = 503;

    private final InferHandler infer;
    private final ModelHandler models;
    private final Gate gate;

    RestRoutes(InferHandler infer, ModelHandler models, Gate gate) {
        this.infer = infer;
        this.models = models;
        this.gate = gate;
    }

    void handle(HttpServerRequest request) {
        long arrivalNanos = System.nanoTime();
        try {
            if (gate.draining().getAsBoolean()) {
                letGo(request);
            }
            route(request, request.path().split("/", -1), arrivalNanos);
        } catch (ServingException e) {
            Json.fail(request.response(), e);
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s %s", request.method(), request.path());
            Json.fail(request.response(), ServingException.of(Fault.INTERNAL, "the agent failed"));
        }
    }

    /** A request that is no HTTP. */
    void invalid(HttpServerRequest request) {
        request.response().putHeader("Connection", "close");
        Json.fail(request.response(), ServingException.invalid("malformed HTTP request"));
    }

    /** Answers, and tells the client to send its next request elsewhere. */
    private static void letGo(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.connection().goAway(0);
        } else {
            request.response().putHeader("Connection", "close");
        }
    }

    private Caller caller(HttpServerRequest request) {
        return gate.access().caller(request.getHeader("Authorization"));
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
                models.allStatistics(request.response(), caller(request));
            } else {
                model(request, path, length, arrivalNanos);
            }
        } else if (area.equals("health") && length == 4) {
            get(request);
            health(request, path[3]);
        } else if (area.equals("repository") && length == 4 && path[3].equals("index")) {
            post(request);
            models.index(request, caller(request));
        } else if (area.equals("repository") && length == 6 && path[3].equals("models")) {
            repository(request, path);
        } else if (area.equals("openapi") && length == 3) {
            get(request);
            OpenApi.send(request.response());
        } else {
            throw unknownPath(request);
        }
    }

    private void repository(HttpServerRequest request, String[] path) {
        boolean load = path[5].equals("load");
        if (!load && !path[5].equals("unload")) {
            throw unknownPath(request);
        }
        post(request);
        String name = decoded(path[4]);
        caller(request).require(name);
        models.change(request, name, load);
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ServingException.invalid("malformed escape in the path");
        }
    }

    private void model(HttpServerRequest request, String[] path, int length, long arrivalNanos) {
        String name = decoded(path[3]);
        caller(request).require(name);
        boolean versioned = length > 5 && path[4].equals("versions");
        int next = versioned ? 6 : 4;
        String what = next == length ? "" : next + 1 == length ? path[next] : "/";
        switch (what) {
            case "infer" -> post(request);
            case "", "ready", "config", "stats" -> get(request);
            default -> throw unknownPath(request);
        }
        if (versioned && !ServerFacts.servesVersion(path[5])) {
            throw ServingException.of(
                    Fault.NOT_FOUND, "unknown version '" + path[5] + "' of model '" + name + "'; Maybe 1");
        }
        switch (what) {
            case "infer" -> infer.handle(request, name, arrivalNanos);
            case "ready" -> models.ready(request.response(), name);
            case "config" -> models.config(request.response(), name);
            case "stats" -> models.statistics(request.response(), name);
            default -> models.metadata(request.response(), name);
        }
    }

    private void health(HttpServerRequest request, String what) {
        switch (what) {
            case "live" -> Json.send(request.response(), Json.object("live", true));
            case "ready" -> {
                boolean now = gate.ready().getAsBoolean();
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
