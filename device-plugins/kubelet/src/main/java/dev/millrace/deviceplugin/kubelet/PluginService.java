package dev.millrace.deviceplugin.kubelet;

import dev.millrace.deviceplugin.kubelet.api.AllocateRequest;
import dev.millrace.deviceplugin.kubelet.api.AllocateResponse;
import dev.millrace.deviceplugin.kubelet.api.CDIDevice;
import dev.millrace.deviceplugin.kubelet.api.ContainerAllocateResponse;
import dev.millrace.deviceplugin.kubelet.api.ContainerPreferredAllocationRequest;
import dev.millrace.deviceplugin.kubelet.api.ContainerPreferredAllocationResponse;
import dev.millrace.deviceplugin.kubelet.api.Device;
import dev.millrace.deviceplugin.kubelet.api.DevicePluginGrpc;
import dev.millrace.deviceplugin.kubelet.api.DevicePluginOptions;
import dev.millrace.deviceplugin.kubelet.api.DeviceSpec;
import dev.millrace.deviceplugin.kubelet.api.Empty;
import dev.millrace.deviceplugin.kubelet.api.ListAndWatchResponse;
import dev.millrace.deviceplugin.kubelet.api.NUMANode;
import dev.millrace.deviceplugin.kubelet.api.PreStartContainerRequest;
import dev.millrace.deviceplugin.kubelet.api.PreStartContainerResponse;
import dev.millrace.deviceplugin.kubelet.api.PreferredAllocationRequest;
import dev.millrace.deviceplugin.kubelet.api.PreferredAllocationResponse;
import dev.millrace.deviceplugin.kubelet.api.TopologyInfo;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Answers the kubelet. */
final class PluginService extends DevicePluginGrpc.DevicePluginImplBase {
    static final DevicePluginOptions OPTIONS = DevicePluginOptions.newBuilder()
            .setGetPreferredAllocationAvailable(true)
            .build();

    private final Offer offer;
    private final PluginOptions options;

    PluginService(Offer offer, PluginOptions options) {
        this.offer = offer;
        this.options = options;
    }

    @Override
    public void getDevicePluginOptions(Empty request, StreamObserver<DevicePluginOptions> answer) {
        answer.onNext(OPTIONS);
        answer.onCompleted();
    }

    /** Open until the kubelet closes it or the server stops. */
    @Override
    public void listAndWatch(Empty request, StreamObserver<ListAndWatchResponse> answer) {
        ServerCallStreamObserver<ListAndWatchResponse> call = (ServerCallStreamObserver<ListAndWatchResponse>) answer;
        Consumer<List<OfferedDevice>> send = devices -> {
            if (!call.isCancelled()) {
                call.onNext(list(devices));
            }
        };
        call.setOnCancelHandler(() -> offer.ignore(send));
        offer.listen(send);
    }

    @Override
    public void getPreferredAllocation(
            PreferredAllocationRequest request, StreamObserver<PreferredAllocationResponse> answer) {
        PreferredAllocationResponse.Builder response = PreferredAllocationResponse.newBuilder();
        request.getContainerRequestsList()
                .forEach(container -> response.addContainerResponses(
                        ContainerPreferredAllocationResponse.newBuilder().addAllDeviceIDs(preferred(container))));
        answer.onNext(response.build());
        answer.onCompleted();
    }

    @Override
    public void allocate(AllocateRequest request, StreamObserver<AllocateResponse> answer) {
        AllocateResponse.Builder response = AllocateResponse.newBuilder();
        for (var container : request.getContainerRequestsList()) {
            List<OfferedDevice> devices = new ArrayList<>();
            for (String id : container.getDevicesIdsList()) {
                var device = offer.device(id);
                if (device.isEmpty()) {
                    // The kubelet reports the Pod as failed; its owner makes another one.
                    answer.onError(Status.FAILED_PRECONDITION
                            .withDescription("device " + id + " is gone")
                            .asRuntimeException());
                    return;
                }
                devices.add(device.get());
            }
            response.addContainerResponses(grant(devices));
        }
        answer.onNext(response.build());
        answer.onCompleted();
    }

    @Override
    public void preStartContainer(PreStartContainerRequest request, StreamObserver<PreStartContainerResponse> answer) {
        answer.onNext(PreStartContainerResponse.getDefaultInstance());
        answer.onCompleted();
    }

    private static ListAndWatchResponse list(List<OfferedDevice> devices) {
        ListAndWatchResponse.Builder response = ListAndWatchResponse.newBuilder();
        for (OfferedDevice device : devices) {
            Device.Builder one =
                    Device.newBuilder().setID(device.id()).setHealth(device.healthy() ? "Healthy" : "Unhealthy");
            if (device.numaNode() >= 0) {
                one.setTopology(
                        TopologyInfo.newBuilder().addNodes(NUMANode.newBuilder().setID(device.numaNode())));
            }
            response.addDevices(one);
        }
        return response.build();
    }

    /** Those that must be in, then the others in the order of preference in which they were found. */
    private List<String> preferred(ContainerPreferredAllocationRequest request) {
        Set<String> chosen = new LinkedHashSet<>(request.getMustIncludeDeviceIDsList());
        for (OfferedDevice device : offer.devices()) {
            if (chosen.size() >= request.getAllocationSize()) {
                break;
            }
            if (request.getAvailableDeviceIDsList().contains(device.id())) {
                chosen.add(device.id());
            }
        }
        return List.copyOf(chosen);
    }

    private ContainerAllocateResponse grant(List<OfferedDevice> devices) {
        ContainerAllocateResponse.Builder response = ContainerAllocateResponse.newBuilder()
                .putEnvs(
                        options.environmentName(),
                        String.join(
                                ",",
                                devices.stream()
                                        .map(device -> device.id() + "=" + device.type())
                                        .toList()));
        for (OfferedDevice device : devices) {
            if (options.cdiFolder() != null) {
                response.addCdiDevices(CDIDevice.newBuilder().setName(options.resourceName() + "=" + device.id()));
            } else {
                device.nodes()
                        .forEach(node -> response.addDevices(DeviceSpec.newBuilder()
                                .setHostPath(node.hostPath())
                                .setContainerPath(node.containerPath())
                                .setPermissions("rw")));
            }
        }
        return response.build();
    }
}
