package dev.millrace.operator.inferenceapp;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.ServiceType;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The Service of an app: its name, no selector, ports that the EndpointSlices map to each agent's own. */
public final class AppService {
    /** Port of REST on every Service. */
    public static final int HTTP_PORT = 8000;

    /** Port of gRPC on every Service. */
    public static final int GRPC_PORT = 8001;

    /** Label and value on everything the operator makes for an app. */
    public static final Map<String, String> LABELS =
            Map.of("app.kubernetes.io/managed-by", "millrace-operator", "app.kubernetes.io/part-of", "millrace");

    private AppService() {}

    /** The Service to apply. */
    public static Service of(InferenceApp app) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(app.getMetadata().getName())
                .withNamespace(app.getMetadata().getNamespace())
                .withLabels(LABELS)
                .withOwnerReferences(owner(app))
                .endMetadata()
                .withNewSpec()
                .withType(type(app))
                .withPorts(port("http", HTTP_PORT, "http"), port("grpc", GRPC_PORT, "kubernetes.io/h2c"))
                .endSpec()
                .build();
    }

    /** Whether the Service was made for this very app, so that it may be changed. */
    public static boolean isOurs(Service service, InferenceApp app) {
        return service.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> app.getMetadata().getUid().equals(owner.getUid()));
    }

    /** Whether nothing of what is ours in the Service has to change. */
    public static boolean matches(Service actual, Service desired) {
        return desired.getSpec().getType().equals(actual.getSpec().getType())
                && ports(desired).equals(ports(actual))
                && actual.getMetadata().getLabels() != null
                && actual.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(desired.getMetadata().getLabels().entrySet())
                && (actual.getSpec().getSelector() == null
                        || actual.getSpec().getSelector().isEmpty());
    }

    /** The owner reference by which the garbage collector removes things together with the app. */
    static OwnerReference owner(InferenceApp app) {
        return new OwnerReferenceBuilder()
                .withApiVersion(app.getApiVersion())
                .withKind(app.getKind())
                .withName(app.getMetadata().getName())
                .withUid(app.getMetadata().getUid())
                .withController(true)
                .build();
    }

    private static List<String> ports(Service service) {
        return service.getSpec().getPorts().stream()
                .map(port -> port.getName() + ":" + port.getPort() + ":" + port.getAppProtocol())
                .toList();
    }

    private static String type(InferenceApp app) {
        ServiceType type =
                app.getSpec().service() == null ? null : app.getSpec().service().type();
        return Objects.requireNonNullElse(type, ServiceType.CLUSTER_IP).value();
    }

    private static ServicePort port(String name, int port, String protocol) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(port)
                .withProtocol("TCP")
                .withAppProtocol(protocol)
                .build();
    }
}
