package dev.millrace.operator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.crds.schema.CrdFile;
import dev.millrace.operator.metrics.CrdMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Compares the kinds as the cluster serves them with the kinds as this operator knows them, every few minutes: a definition
 * that is older drops fields without a word. Asks the published OpenAPI description, which needs no permission.
 */
@ApplicationScoped
public class ServedKinds {
    private static final Logger LOG = Logger.getLogger(ServedKinds.class);
    private static final String PATH = "/openapi/v3/apis/millrace.dev/v1alpha1";
    private static final long PERIOD_SECONDS = 300;

    private final KubernetesClient client;
    private final CrdMetrics metrics;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("served-kinds").daemon().factory());

    ServedKinds(KubernetesClient client, CrdMetrics metrics) {
        this.client = client;
        this.metrics = metrics;
    }

    void start() {
        clock.scheduleWithFixedDelay(this::compare, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    void stop() {
        clock.shutdownNow();
    }

    private void compare() {
        try {
            JsonNode served = new ObjectMapper().readTree(client.raw(PATH));
            for (CrdFile crd : CrdFile.values()) {
                JsonNode own = Serialization.unmarshal(crd.yaml(), JsonNode.class);
                String kind = own.at("/spec/names/kind").asText();
                Set<String> missing = missing(own, served.at("/components/schemas/dev.millrace.v1alpha1." + kind));
                metrics.compared(kind, missing.size());
                if (!missing.isEmpty()) {
                    LOG.warnf(
                            "the cluster's %s is older than this operator, it lacks %s; Maybe apply the output of"
                                    + " 'millrace crds'",
                            crd.crdName(), String.join(", ", missing));
                }
            }
        } catch (KubernetesClientException | IOException | IllegalArgumentException e) {
            LOG.warnf("the kinds that the cluster serves could not be read: %s", e.getMessage());
        }
    }

    /** Paths of the fields that {@code own} (a definition) has and {@code served} (a schema) has not. */
    static Set<String> missing(JsonNode own, JsonNode served) {
        Map<String, JsonNode> known = new TreeMap<>();
        fields("", own.at("/spec/versions/0/schema/openAPIV3Schema"), known);
        Map<String, JsonNode> present = new TreeMap<>();
        fields("", served, present);
        Set<String> missing = new TreeSet<>(known.keySet());
        // What every kind has: described elsewhere in what is served.
        missing.removeIf(path -> path.startsWith(".metadata"));
        missing.removeAll(present.keySet());
        return missing;
    }

    private static void fields(String path, JsonNode schema, Map<String, JsonNode> into) {
        schema.path("properties").properties().forEach(entry -> {
            String field = path + "." + entry.getKey();
            into.put(field, entry.getValue());
            fields(field, entry.getValue(), into);
        });
        if (schema.has("items")) {
            fields(path + "[]", schema.path("items"), into);
        }
        if (schema.path("additionalProperties").isObject()) {
            fields(path + "{}", schema.path("additionalProperties"), into);
        }
    }
}
