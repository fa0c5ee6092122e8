package dev.millrace.deviceplugin.dra;

import dev.millrace.deviceplugin.kubelet.OfferedDevice;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.resource.v1.AllocationResult;
import io.fabric8.kubernetes.api.model.resource.v1.Device;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaim;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceSlice;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceSliceBuilder;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceSliceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * This node's ResourceSlice, and the claims that were given its devices. All devices fit into one slice, so a pool is that
 * slice, and its generation is one more at each change.
 */
final class ApiServer implements SliceTarget, AllocatedClaims, AutoCloseable {
    private final KubernetesClient client;
    private final DraOptions options;
    private final List<SharedIndexInformer<ResourceSlice>> informers = new ArrayList<>();

    /** @param client is closed with this */
    ApiServer(KubernetesClient client, DraOptions options) {
        this.client = client;
        this.options = options;
    }

    /** Calls back whenever somebody writes or deletes the slice: a kubelet that starts deletes it, for example. */
    void watch(Runnable changed) {
        SharedIndexInformer<ResourceSlice> informer = mine().runnableInformer(0)
                .addEventHandler(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(ResourceSlice slice) {
                        changed.run();
                    }

                    @Override
                    public void onUpdate(ResourceSlice before, ResourceSlice slice) {
                        changed.run();
                    }

                    @Override
                    public void onDelete(ResourceSlice slice, boolean finalStateUnknown) {
                        changed.run();
                    }
                })
                .exceptionHandler((started, failure) -> true);
        informers.add(informer);
        informer.start();
    }

    @Override
    public void publish(List<OfferedDevice> offered) throws IOException {
        try {
            List<Device> devices = SliceContent.devices(offered);
            List<ResourceSlice> there = new ArrayList<>(mine().list().getItems());
            there.sort(Comparator.comparing(this::isOfThePool)
                    .thenComparing(ApiServer::generation)
                    .reversed());
            ResourceSlice newest = there.isEmpty() || !isOfThePool(there.getFirst()) ? null : there.removeFirst();
            // What else there is remains of another driver, and the pool of a slice cannot be changed.
            there.forEach(extra -> client.resource(extra).delete());
            if (newest == null) {
                client.resource(slice(devices)).create();
            } else if (!shows(newest, devices)) {
                // Refused where somebody wrote in between, and tried again then.
                client.resource(newest.edit()
                                .editSpec()
                                .withDevices(devices)
                                .editPool()
                                .withGeneration(generation(newest) + 1)
                                .withResourceSliceCount(1L)
                                .endPool()
                                .endSpec()
                                .build())
                        .update();
            }
        } catch (KubernetesClientException e) {
            throw new IOException(
                    e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                            ? "no resource.k8s.io/v1 there: DRA needs Kubernetes 1.34 or newer"
                            : reason(e),
                    e);
        }
    }

    @Override
    public List<ClaimDevice> devices(ClaimName name) throws IOException {
        ResourceClaim claim;
        try {
            claim = client.resources(ResourceClaim.class)
                    .inNamespace(name.namespace())
                    .withName(name.name())
                    .get();
        } catch (KubernetesClientException e) {
            throw new IOException("the claim cannot be read: " + reason(e), e);
        }
        if (claim == null || !claim.getMetadata().getUid().equals(name.uid())) {
            throw new IOException("the claim is not there any more");
        }
        AllocationResult allocation =
                claim.getStatus() == null ? null : claim.getStatus().getAllocation();
        if (allocation == null || allocation.getDevices() == null) {
            throw new IOException("the claim was not given any device yet");
        }
        return allocation.getDevices().getResults().stream()
                .filter(result -> result.getDriver().equals(options.driver())
                        && result.getPool().equals(options.pool()))
                .map(result -> new ClaimDevice(result.getRequest(), result.getPool(), result.getDevice()))
                .toList();
    }

    private FilterWatchListDeletable<ResourceSlice, ResourceSliceList, Resource<ResourceSlice>> mine() {
        return client.resources(ResourceSlice.class, ResourceSliceList.class)
                .withField("spec.driver", options.driver())
                .withField("spec.nodeName", options.node());
    }

    private ResourceSlice slice(List<Device> devices) throws IOException {
        Node node = client.nodes().withName(options.node()).get();
        if (node == null) {
            throw new IOException("no Node is called " + options.node());
        }
        return new ResourceSliceBuilder()
                .withNewMetadata()
                .withGenerateName(options.node() + "-" + options.driver() + "-")
                // It goes with the Node.
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Node")
                .withName(options.node())
                .withUid(node.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withDriver(options.driver())
                .withNodeName(options.node())
                .withDevices(devices)
                .withNewPool()
                .withName(options.pool())
                .withGeneration(1L)
                .withResourceSliceCount(1L)
                .endPool()
                .endSpec()
                .build();
    }

    /** Of a request without an answer the client tells only in the innermost cause. */
    private static String reason(KubernetesClientException e) {
        Throwable cause = e;
        while (e.getCode() == 0 && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private boolean isOfThePool(ResourceSlice slice) {
        return slice.getSpec().getPool().getName().equals(options.pool());
    }

    private static boolean shows(ResourceSlice slice, List<Device> devices) {
        List<Device> shown = slice.getSpec().getDevices();
        return slice.getSpec().getPool().getResourceSliceCount() == 1
                && devices.equals(shown == null ? List.of() : shown);
    }

    private static long generation(ResourceSlice slice) {
        return slice.getSpec().getPool().getGeneration();
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
        client.close();
    }
}
