package dev.millrace.operator.inferenceapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.operator.Objects;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppNetworkObjectsTest {
    private static AppObservation split(String address) {
        return Seen.of(
                Objects.simpleApp("cam"),
                Seen.placed(Seen.on("n1", 0.5), Seen.on("n2", 0.5)),
                List.of(Seen.on("n1", 0.5), Seen.on("n2", 0.5)),
                false,
                null,
                address,
                Seen.agent("n1", "Ready"),
                Seen.agent("n2", "Ready"));
    }

    @Test
    void theServiceHasNoSelectorAndGoesWithTheApp() {
        Service service = AppService.of(Objects.simpleApp("cam"));

        assertThat(service.getSpec().getSelector()).isEmpty();
        assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
        assertThat(service.getSpec().getPorts())
                .extracting(port -> port.getName() + ":" + port.getPort())
                .containsExactly("http:8000", "grpc:8001");
        assertThat(service.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("uid-cam"));
    }

    @Test
    void theTypeIsTheUsers() {
        InferenceApp app = Objects.app(
                "cam",
                "{modelRef: {name: mnv2}, arrivals: {ratePerSecond: 1}, slo: {latency: 80ms}, service: {type: NodePort}}");
        Service nodePort = AppService.of(app);

        assertThat(nodePort.getSpec().getType()).isEqualTo("NodePort");
        assertThat(AppService.matches(AppService.of(Objects.simpleApp("cam")), nodePort))
                .isFalse();
    }

    @Test
    void whatTheClusterAddsIsNoDifference() {
        Service desired = AppService.of(Objects.simpleApp("cam"));
        Service actual = new ServiceBuilder(desired)
                .editMetadata()
                .addToLabels("team", "quay")
                .endMetadata()
                .editSpec()
                .withClusterIP("10.96.0.7")
                .endSpec()
                .build();

        assertThat(AppService.matches(actual, desired)).isTrue();
    }

    @Test
    void onlyAnAppsOwnServiceIsItsOwn() {
        Service ours = AppService.of(Objects.simpleApp("cam"));
        Service users = new ServiceBuilder(ours)
                .editMetadata()
                .withOwnerReferences()
                .endMetadata()
                .build();

        assertThat(AppService.isOurs(ours, Objects.simpleApp("cam"))).isTrue();
        assertThat(AppService.isOurs(ours, Objects.simpleApp("other"))).isFalse();
        assertThat(AppService.isOurs(users, Objects.simpleApp("cam"))).isFalse();
    }

    @Test
    void oneSliceForEachServingAgentWithItsOwnPorts() {
        List<EndpointSlice> slices = AppEndpointSlices.of(split("10.1.2.3"));

        assertThat(slices)
                .extracting(slice -> slice.getMetadata().getName() + ":"
                        + slice.getPorts().getFirst().getPort())
                .containsExactly("cam-n1:8100", "cam-n2:8200");
        assertThat(slices.getFirst().getMetadata().getLabels())
                .containsEntry("kubernetes.io/service-name", "cam")
                .containsEntry("endpointslice.kubernetes.io/managed-by", "millrace-operator");
        assertThat(slices.getFirst().getAddressType()).isEqualTo("IPv4");
    }

    @Test
    void addressesThatAreNotAllowedThereMakeNoSlice() {
        assertThat(AppEndpointSlices.of(split("127.0.0.1"))).isEmpty();
        assertThat(AppEndpointSlices.of(split("::1"))).isEmpty();
        assertThat(AppEndpointSlices.of(split("localhost"))).isEmpty();
        assertThat(AppEndpointSlices.of(split("fd00::7")))
                .extracting(EndpointSlice::getAddressType)
                .containsExactly("IPv6", "IPv6");
    }

    @Test
    void anAgentThatDoesNotServeHasNoSlice() {
        AppObservation seen = Seen.of(
                Seen.placed(Seen.on("n1", 0.5), Seen.on("n2", 0.5)),
                List.of(Seen.on("n1", 0.5), Seen.on("n2", 0.5)),
                Seen.agent("n1", "Ready"),
                Seen.agent("n2", "Loading"));

        assertThat(AppEndpointSlices.of(seen))
                .extracting(slice -> slice.getMetadata().getName())
                .containsExactly("cam-n1");
    }

    @Test
    void aChangedAddressIsADifference() {
        EndpointSlice desired = AppEndpointSlices.of(split("10.1.2.3")).getFirst();
        EndpointSlice same = new EndpointSliceBuilder(desired)
                .editMetadata()
                .withResourceVersion("7")
                .addToLabels("added", "by-others")
                .endMetadata()
                .build();

        assertThat(AppEndpointSlices.matches(same, desired)).isTrue();
        assertThat(AppEndpointSlices.matches(
                        AppEndpointSlices.of(split("10.1.2.4")).getFirst(), desired))
                .isFalse();
    }

    @Test
    void anOverlongNameIsCutAndStaysUnique() {
        String node = "n".repeat(250);

        assertThat(AppEndpointSlices.name("cam", node)).hasSize(253);
        assertThat(AppEndpointSlices.name("cam", node)).isNotEqualTo(AppEndpointSlices.name("cam", node + "x"));
    }
}
