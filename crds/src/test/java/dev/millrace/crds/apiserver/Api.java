package dev.millrace.crds.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.crds.schema.CrdFile;
import dev.millrace.testbed.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Kubernetes API with our definitions, spoken to in plain JSON, so that nothing is lost on the way. */
final class Api implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final KubernetesClient client;
    private final String namespace;
    private final List<String> created = new ArrayList<>();

    Api(ControlPlane plane) throws IOException {
        plane.kubectl().apply(CrdFile.allAsYaml());
        for (CrdFile definition : CrdFile.values()) {
            plane.kubectl().run("wait", "--for=condition=Established", "--timeout=60s", "crd", definition.crdName());
        }
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(plane.kubeconfig())))
                .build();
        namespace = plane.createNamespace("crds");
    }

    String namespace() {
        return namespace;
    }

    /** The object in our namespace, with another name where it is cluster-scoped, since the cluster may be shared. */
    ObjectNode own(Class<?> kind, ObjectNode object) {
        var copy = object.deepCopy();
        var metadata = (ObjectNode) copy.get("metadata");
        if (Namespaced.class.isAssignableFrom(kind)) {
            metadata.put("namespace", namespace);
        } else {
            metadata.put("name", metadata.get("name").asText() + "." + namespace);
        }
        return copy;
    }

    ObjectNode create(Class<?> kind, ObjectNode object) {
        var made = send(kind, "POST", "?fieldValidation=Strict", object);
        created.add(path(kind, object) + "/" + object.at("/metadata/name").asText());
        return made;
    }

    ObjectNode tryCreate(Class<?> kind, ObjectNode object) {
        return send(kind, "POST", "?dryRun=All&fieldValidation=Strict", object);
    }

    ObjectNode tryReplace(Class<?> kind, ObjectNode object) {
        return send(kind, "PUT", "/" + name(object) + "?dryRun=All&fieldValidation=Strict", object);
    }

    ObjectNode tryReplaceStatus(Class<?> kind, ObjectNode object) {
        return send(kind, "PUT", "/" + name(object) + "/status?dryRun=All&fieldValidation=Strict", object);
    }

    ObjectNode get(Class<?> kind, ObjectNode object) {
        return parse(client.raw(path(kind, object) + "/" + name(object)));
    }

    private ObjectNode send(Class<?> kind, String method, String suffix, ObjectNode object) {
        return parse(client.raw(path(kind, object) + suffix, method, object));
    }

    private static String name(ObjectNode object) {
        return object.at("/metadata/name").asText();
    }

    private static String path(Class<?> kind, ObjectNode object) {
        var plural = HasMetadata.getPlural(kind);
        var scope = Namespaced.class.isAssignableFrom(kind)
                ? "/namespaces/" + object.at("/metadata/namespace").asText()
                : "";
        return "/apis/millrace.dev/v1alpha1" + scope + "/" + plural;
    }

    private static ObjectNode parse(String json) {
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The causes of a refusal, each as {@code field: message}, or the refusal's message where it names no field. */
    static List<String> causes(KubernetesClientException refusal) {
        var details = Optional.ofNullable(refusal.getStatus()).map(Status::getDetails);
        var causes = details.map(d -> d.getCauses()).orElse(List.of());
        return causes.isEmpty()
                ? List.of(String.valueOf(refusal.getMessage()))
                : causes.stream().map(c -> c.getField() + ": " + c.getMessage()).toList();
    }

    @Override
    public void close() {
        created.forEach(object -> client.raw(object, "DELETE", null));
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
