package dev.millrace.operator.planning;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Profile;
import dev.millrace.placement.model.Variant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a copy fits beside those that are loaded. Apps of tenancy Shared with the same artefact share one copy on a device;
 * a device without memory of its own takes the host's.
 */
public final class CopyMemory {
    private record Pool(String node, String device) {}

    private record Copy(DeviceRef device, String identity) {}

    private final Map<AppRef, App> apps;
    private final Map<DeviceRef, DeviceSpec> devices = new HashMap<>();
    private final Map<String, Node> nodes = new HashMap<>();

    private CopyMemory(ClusterSnapshot snapshot) {
        apps = snapshot.appsByRef();
        for (Node node : snapshot.nodes()) {
            nodes.put(node.name(), node);
            node.devices().forEach(device -> devices.put(new DeviceRef(node.name(), device.name()), device));
        }
    }

    /** The sizes of copies and devices in the snapshot. */
    public static CopyMemory of(ClusterSnapshot snapshot) {
        return new CopyMemory(snapshot);
    }

    /**
     * Whether {@code addition} fits beside {@code loaded}. What the snapshot does not know takes no memory, and an unknown
     * device takes everything: whether it can serve is not decided here.
     */
    public boolean fits(List<Assignment> loaded, Assignment addition) {
        Pool pool = pool(addition.device());
        Map<Copy, Long> copies = new HashMap<>();
        for (Assignment assignment : loaded) {
            if (pool(assignment.device()).equals(pool)) {
                copies.put(copy(assignment), bytes(assignment));
            }
        }
        copies.put(copy(addition), bytes(addition));
        return copies.values().stream().mapToLong(Long::longValue).sum() <= capacity(addition.device());
    }

    private Pool pool(DeviceRef ref) {
        DeviceSpec device = devices.get(ref);
        boolean own = device != null && device.memoryBytes() != null;
        return new Pool(ref.node(), own ? ref.device() : "");
    }

    private long capacity(DeviceRef ref) {
        DeviceSpec device = devices.get(ref);
        if (device == null) {
            return Long.MAX_VALUE;
        }
        Long own = device.memoryBytes();
        return own != null ? own : nodes.get(ref.node()).memoryBytes();
    }

    private Copy copy(Assignment assignment) {
        App app = apps.get(assignment.app());
        boolean shared = app != null && !app.dedicated();
        return new Copy(
                assignment.device(),
                shared ? "shared:" + variant(app, assignment.variant()) : "own:" + assignment.app());
    }

    private static String variant(App app, String name) {
        return app.variants().stream()
                .filter(variant -> variant.name().equals(name))
                .map(Variant::artefact)
                .findFirst()
                .orElse("own:" + app.ref());
    }

    private long bytes(Assignment assignment) {
        App app = apps.get(assignment.app());
        DeviceSpec device = devices.get(assignment.device());
        if (app == null || device == null) {
            return 0;
        }
        return app.variants().stream()
                .filter(variant -> variant.name().equals(assignment.variant()))
                .map(variant -> variant.profiles().get(device.type()))
                .filter(profile -> profile != null)
                .mapToLong(Profile::memoryBytes)
                .findFirst()
                .orElse(0);
    }
}
