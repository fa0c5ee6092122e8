package dev.millrace.deviceplugin.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.deviceplugin.kubelet.api.AllocateRequest;
import dev.millrace.deviceplugin.kubelet.api.ContainerAllocateRequest;
import dev.millrace.deviceplugin.kubelet.api.ContainerPreferredAllocationRequest;
import dev.millrace.deviceplugin.kubelet.api.Device;
import dev.millrace.deviceplugin.kubelet.api.PreferredAllocationRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin and the kubelet's side of the API, over Unix sockets. */
class DevicePluginTest {
    @TempDir
    private Path folder;

    private volatile List<OfferedDevice> present = List.of(device("a", true), device("b", true), device("c", true));
    private DevicePlugin plugin;
    private Thread serving;
    private TestKubelet kubelet;

    @BeforeEach
    void start() throws IOException {
        kubelet = TestKubelet.in(folder);
        plugin = new DevicePlugin(options(null), () -> present);
        serving = Thread.ofPlatform().start(() -> {
            try {
                plugin.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> !kubelet.lists.isEmpty());
    }

    @AfterEach
    void stop() throws InterruptedException {
        plugin.stop();
        serving.join();
        plugin.close();
        kubelet.close();
        assertThat(folder.resolve("test.sock")).doesNotExist();
    }

    @Test
    void itRegistersAndListsItsDevices() {
        assertThat(kubelet.registrations).singleElement().satisfies(request -> {
            assertThat(request.getVersion()).isEqualTo("v1beta1");
            assertThat(request.getResourceName()).isEqualTo("millrace.dev/test");
            assertThat(request.getEndpoint()).isEqualTo("test.sock");
            assertThat(request.getOptions().getGetPreferredAllocationAvailable())
                    .isTrue();
        });
        assertThat(kubelet.lists.getFirst().getDevicesList())
                .extracting(Device::getID, Device::getHealth)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", "Healthy"),
                        org.assertj.core.groups.Tuple.tuple("b", "Healthy"),
                        org.assertj.core.groups.Tuple.tuple("c", "Healthy"));
    }

    @Test
    void aDeviceThatStaysAwayIsDroppedAndOneThatComesIsAdded() {
        present = List.of(device("b", true), device("c", true));
        await().until(() -> ids().equals(List.of("b", "c")));
        present = List.of(device("b", true), device("c", true), device("d", true));
        await().until(() -> ids().equals(List.of("b", "c", "d")));
    }

    @Test
    void healthIsToldBothWays() {
        present = List.of(device("a", false), device("b", true), device("c", true));
        await().until(() -> health("a").equals("Unhealthy"));
        present = List.of(device("a", true), device("b", true), device("c", true));
        await().until(() -> health("a").equals("Healthy"));
    }

    @Test
    void aContainerGetsTheNodesOfItsDevices() {
        var response = kubelet.plugin()
                .allocate(AllocateRequest.newBuilder()
                        .addContainerRequests(ContainerAllocateRequest.newBuilder()
                                .addDevicesIds("c")
                                .addDevicesIds("a"))
                        .build());
        assertThat(response.getContainerResponsesList()).singleElement().satisfies(container -> {
            assertThat(container.getEnvsMap()).containsEntry("TEST_DEVICES", "c=t,a=t");
            assertThat(container.getDevicesList())
                    .extracting("hostPath", "containerPath", "permissions")
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("/host/c", "/dev/c", "rw"),
                            org.assertj.core.groups.Tuple.tuple("/host/a", "/dev/a", "rw"));
        });
    }

    @Test
    void whatIsGoneIsNotGivenAway() {
        assertThatThrownBy(() -> kubelet.plugin()
                        .allocate(AllocateRequest.newBuilder()
                                .addContainerRequests(
                                        ContainerAllocateRequest.newBuilder().addDevicesIds("x"))
                                .build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION));
    }

    @Test
    void thoseFoundFirstArePreferred() {
        var response = kubelet.plugin()
                .getPreferredAllocation(PreferredAllocationRequest.newBuilder()
                        .addContainerRequests(ContainerPreferredAllocationRequest.newBuilder()
                                .addAllAvailableDeviceIDs(List.of("c", "b", "a"))
                                .addMustIncludeDeviceIDs("c")
                                .setAllocationSize(2))
                        .build());
        assertThat(response.getContainerResponses(0).getDeviceIDsList()).containsExactly("c", "a");
    }

    @Test
    void aKubeletThatStartsAgainIsToldAgain() throws IOException {
        kubelet.close();
        // As a kubelet does when it starts.
        Files.deleteIfExists(folder.resolve("test.sock"));
        kubelet = TestKubelet.in(folder);
        await().until(() -> !kubelet.registrations.isEmpty() && ids().equals(List.of("a", "b", "c")));
    }

    @Test
    void aSpecificationNamesTheDevicesForTheRuntime() throws IOException {
        new CdiSpec("millrace.dev/test").write(folder.resolve("cdi"), present.subList(0, 1));
        assertThat(Files.readString(folder.resolve("cdi/millrace.dev-test.json")))
                .isEqualTo("{\"cdiVersion\":\"0.5.0\",\"kind\":\"millrace.dev/test\",\"devices\":[{\"name\":\"a\","
                        + "\"containerEdits\":{\"deviceNodes\":[{\"path\":\"/dev/a\",\"hostPath\":\"/host/a\","
                        + "\"permissions\":\"rw\"}]}}]}\n");
    }

    private List<String> ids() {
        return kubelet.lists.isEmpty()
                ? List.of()
                : kubelet.lists.getLast().getDevicesList().stream()
                        .map(Device::getID)
                        .toList();
    }

    private String health(String id) {
        return kubelet.lists.getLast().getDevicesList().stream()
                .filter(device -> device.getID().equals(id))
                .map(Device::getHealth)
                .findFirst()
                .orElse("");
    }

    private PluginOptions options(Path cdi) {
        return new PluginOptions(
                "millrace.dev/test", "test.sock", "TEST_DEVICES", folder, Duration.ofMillis(20), 3, 3, cdi);
    }

    private static OfferedDevice device(String id, boolean healthy) {
        return new OfferedDevice(id, "t", healthy, List.of(new OfferedDevice.Node("/host/" + id, "/dev/" + id)), -1);
    }
}
