package dev.millrace.deviceplugin.dra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.deviceplugin.kubelet.OfferedDevice;
import dev.millrace.testbed.ControlPlane;
import dev.millrace.testbed.junit.ControlPlaneTest;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.resource.v1.Device;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaim;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaimBuilder;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceSlice;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ResourceSlices and ResourceClaims of a real API server. */
@ControlPlaneTest
class ApiServerIT {
    private static final String NODE = "dra-node-1";
    private static final DraOptions OPTIONS = new DraOptions(
            "test.millrace.dev", "TEST", NODE, Path.of("none"), Path.of("none"), Duration.ofSeconds(1), 1);

    private KubernetesClient client;
    private ApiServer api;

    @BeforeEach
    void connect(ControlPlane plane) {
        client = client(plane);
        api = new ApiServer(client(plane), OPTIONS);
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(NODE)
                        .endMetadata()
                        .build())
                .createOr(io.fabric8.kubernetes.client.dsl.NonDeletingOperation::update);
    }

    @AfterEach
    void cleanUp() {
        api.close();
        client.resources(ResourceSlice.class).withField("spec.nodeName", NODE).delete();
        client.nodes().withName(NODE).delete();
        client.close();
    }

    @Test
    void aPoolsGenerationRisesWithEachChangeAndNothingIsWrittenWithout() throws IOException {
        OfferedDevice usb = new OfferedDevice("usb-2-1", "coral-usb", true, List.of(), -1, 5000);
        OfferedDevice pcie = new OfferedDevice("apex-0", "coral-pcie", true, List.of(), 1);
        api.publish(List.of(usb, pcie));
        ResourceSlice first = slice();
        assertThat(first.getSpec().getDriver()).isEqualTo("test.millrace.dev");
        assertThat(first.getSpec().getNodeName()).isEqualTo(NODE);
        assertThat(first.getSpec().getPool().getName()).isEqualTo(NODE);
        assertThat(first.getSpec().getPool().getGeneration()).isEqualTo(1);
        assertThat(first.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getName()).isEqualTo(NODE));
        assertThat(first.getSpec().getDevices()).extracting(Device::getName).containsExactly("usb-2-1", "apex-0");
        assertThat(first.getSpec().getDevices().getFirst().getAttributes())
                .hasEntrySatisfying("type", type -> assertThat(type.getString()).isEqualTo("coral-usb"))
                .hasEntrySatisfying(
                        "linkMbps", link -> assertThat(link.getInt()).isEqualTo(5000));

        api.publish(List.of(usb, pcie));
        assertThat(slice().getMetadata().getResourceVersion())
                .isEqualTo(first.getMetadata().getResourceVersion());

        api.publish(List.of(usb, new OfferedDevice("apex-0", "coral-pcie", false, List.of(), 1)));
        assertThat(slice().getSpec().getDevices()).extracting(Device::getName).containsExactly("usb-2-1");
        assertThat(slice().getSpec().getPool().getGeneration()).isEqualTo(2);

        api.publish(List.of(usb, pcie));
        assertThat(slice().getSpec().getDevices()).hasSize(2);
        assertThat(slice().getSpec().getPool().getGeneration()).isEqualTo(3);

        api.publish(List.of());
        api.publish(List.of());
        assertThat(slice().getSpec().getDevices()).isNullOrEmpty();
        assertThat(slice().getSpec().getPool().getGeneration()).isEqualTo(4);
    }

    @Test
    void oneThatWasDeletedIsMadeAgainAndASecondOneGoes() throws IOException {
        OfferedDevice usb = new OfferedDevice("usb-2-1", "coral-usb", true, List.of(), -1);
        AtomicInteger heard = new AtomicInteger();
        api.publish(List.of(usb));
        api.watch(heard::incrementAndGet);
        await().until(() -> heard.get() == 1);
        // As a kubelet does when it starts.
        client.resource(slice()).delete();
        await().until(() -> heard.get() == 2);
        api.publish(List.of(usb));

        ResourceSlice second = slice();
        second.getMetadata().setName("another");
        second.getMetadata().setResourceVersion(null);
        second.getMetadata().setUid(null);
        second.getSpec().getPool().setGeneration(9L);
        client.resource(second).create();
        api.publish(List.of(usb));
        assertThat(slice().getMetadata().getName()).isEqualTo("another");

        second.getMetadata().setName("of-another-pool");
        second.getSpec().getPool().setName("another-pool");
        second.getSpec().getPool().setGeneration(99L);
        client.resource(second).create();
        api.publish(List.of(usb));
        assertThat(slice().getMetadata().getName()).isEqualTo("another");
        client.resource(slice()).delete();
        client.resource(second).create();
        api.publish(List.of(usb));
        assertThat(slice().getSpec().getPool().getName()).isEqualTo(NODE);
    }

    @Test
    void aNodeThatIsNotThereYetIsSaid(ControlPlane plane) {
        DraOptions elsewhere = new DraOptions(
                "test.millrace.dev", "TEST", "nowhere", Path.of("none"), Path.of("none"), Duration.ofSeconds(1), 1);
        try (ApiServer none = new ApiServer(client(plane), elsewhere)) {
            assertThatThrownBy(() -> none.publish(List.of())).hasMessageContaining("nowhere");
        }
    }

    @Test
    void whatAClaimWasGivenIsRead(ControlPlane plane) throws IOException {
        String namespace = plane.createNamespace("dra");
        ResourceClaim claim = client.resource(new ResourceClaimBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("c")
                        .endMetadata()
                        .withNewSpec()
                        .withNewDevices()
                        .addNewRequest()
                        .withName("tpu")
                        .withNewExactly()
                        .withDeviceClassName("test.millrace.dev")
                        .endExactly()
                        .endRequest()
                        .endDevices()
                        .endSpec()
                        .build())
                .create();
        ClaimName name = new ClaimName(namespace, "c", claim.getMetadata().getUid());
        assertThatThrownBy(() -> api.devices(name)).hasMessageContaining("not given");
        client.resource(new ResourceClaimBuilder(claim)
                        .withNewStatus()
                        .withNewAllocation()
                        .withNewDevices()
                        .addNewResult()
                        .withRequest("tpu")
                        .withDriver("test.millrace.dev")
                        .withPool(NODE)
                        .withDevice("usb-2-1")
                        .endResult()
                        .endDevices()
                        .endAllocation()
                        .endStatus()
                        .build())
                .updateStatus();
        assertThat(api.devices(name)).containsExactly(new ClaimDevice("tpu", NODE, "usb-2-1"));
        assertThatThrownBy(() -> api.devices(new ClaimName(namespace, "c", "0000")))
                .hasMessageContaining("not there any more");
        assertThatThrownBy(() -> api.devices(new ClaimName(namespace, "d", "0000")))
                .hasMessageContaining("not there any more");
    }

    private ResourceSlice slice() {
        List<ResourceSlice> slices = client.resources(ResourceSlice.class)
                .withField("spec.nodeName", NODE)
                .list()
                .getItems();
        assertThat(slices).hasSize(1);
        return slices.getFirst();
    }

    private static KubernetesClient client(ControlPlane plane) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(plane.kubeconfig().toFile()))
                .build();
    }
}
