package dev.millrace.operator.inferenceapp;

import dev.millrace.crds.v1alpha1.InferenceApp;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** The EndpointSlices of an app: one for each agent that serves it, as the ports belong to the slice. */
public final class AppEndpointSlices {
    /** Label that ties a slice to its Service. */
    public static final String SERVICE_LABEL = "kubernetes.io/service-name";

    /** Label that keeps Kubernetes' own controller off the slice. */
    public static final String MANAGED_BY_LABEL = "endpointslice.kubernetes.io/managed-by";

    /** Value of {@link #MANAGED_BY_LABEL} on our slices. */
    public static final String MANAGED_BY = "millrace-operator";

    private static final int MAX_NAME = 253;

    private AppEndpointSlices() {}

    /** The slices to apply, by node. A node whose agent's address cannot stand in a slice has none. */
    public static List<EndpointSlice> of(AppObservation seen) {
        if (seen.serviceConflict()) {
            return List.of();
        }
        List<EndpointSlice> slices = new ArrayList<>();
        for (String node : seen.servingNodes()) {
            Optional<AgentAddress> address =
                    AgentAddress.of(seen.agents().get(node)).filter(AgentAddress::fitsSlice);
            address.ifPresent(agent -> slices.add(slice(seen.app(), node, agent)));
        }
        return slices;
    }

    /** Whether nothing has to change. */
    public static boolean matches(EndpointSlice actual, EndpointSlice desired) {
        return actual.getAddressType().equals(desired.getAddressType())
                && actual.getEndpoints().equals(desired.getEndpoints())
                && actual.getPorts().equals(desired.getPorts())
                && actual.getMetadata().getLabels() != null
                && actual.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(desired.getMetadata().getLabels().entrySet());
    }

    private static EndpointSlice slice(InferenceApp app, String node, AgentAddress agent) {
        Map<String, String> labels = new TreeMap<>(AppService.LABELS);
        labels.put(SERVICE_LABEL, app.getMetadata().getName());
        labels.put(MANAGED_BY_LABEL, MANAGED_BY);
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(name(app.getMetadata().getName(), node))
                .withNamespace(app.getMetadata().getNamespace())
                .withLabels(labels)
                .withOwnerReferences(AppService.owner(app))
                .endMetadata()
                .withAddressType(agent.kind().name())
                .withPorts(ports(agent))
                .addNewEndpoint()
                .withAddresses(agent.host())
                .withNodeName(node)
                .withNewConditions()
                .withReady(true)
                .withServing(true)
                .withTerminating(false)
                .endConditions()
                .endEndpoint()
                .build();
    }

    private static List<EndpointPort> ports(AgentAddress agent) {
        List<EndpointPort> ports = new ArrayList<>();
        if (agent.httpPort() != null) {
            ports.add(port("http", agent.httpPort(), "http"));
        }
        if (agent.grpcPort() != null) {
            ports.add(port("grpc", agent.grpcPort(), "kubernetes.io/h2c"));
        }
        return ports;
    }

    private static EndpointPort port(String name, int port, String protocol) {
        return new EndpointPortBuilder()
                .withName(name)
                .withPort(port)
                .withProtocol("TCP")
                .withAppProtocol(protocol)
                .build();
    }

    /** {@code APP-NODE}; a name that would be too long keeps its beginning and ends in a checksum. */
    static String name(String app, String node) {
        String name = app + "-" + node;
        if (name.length() <= MAX_NAME) {
            return name;
        }
        CRC32 checksum = new CRC32();
        checksum.update(name.getBytes(StandardCharsets.UTF_8));
        return name.substring(0, MAX_NAME - 9) + "-" + HexFormat.of().toHexDigits((int) checksum.getValue());
    }
}
