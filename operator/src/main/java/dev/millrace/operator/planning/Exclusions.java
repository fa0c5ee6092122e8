package dev.millrace.operator.planning;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Profile;
import dev.millrace.placement.model.Variant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes single devices from single apps. A device that somebody must not use gets a type of its own, on which all others
 * cost what they cost on the type it had; so no solver has to know of exclusions.
 *
 * @param devices which apps must not use a device
 * @param variants which variants an app must not use anywhere
 */
record Exclusions(Map<DeviceRef, Set<AppRef>> devices, Map<AppRef, Set<String>> variants) {

    /** In no type of a device, as those are names without spaces. */
    private static final String OF = " of ";

    /** The same cluster, where what is excluded has no profile. */
    ClusterSnapshot applyTo(ClusterSnapshot snapshot) {
        Map<String, Map<String, Set<AppRef>>> newTypes = new HashMap<>();
        List<Node> nodes =
                snapshot.nodes().stream().map(node -> retyped(node, newTypes)).toList();
        List<App> apps = snapshot.apps().stream()
                .map(app -> app.withVariants(app.variants().stream()
                        .map(variant -> retyped(app, variant, newTypes))
                        .toList()))
                .toList();
        return new ClusterSnapshot(apps, nodes, snapshot.policy(), snapshot.running(), snapshot.disciplines());
    }

    /** Whether the two differ in nothing but types that this class made up. */
    static boolean sameBut(App one, App other) {
        return plain(one).equals(plain(other));
    }

    private static App plain(App app) {
        return app.withVariants(app.variants().stream()
                .map(variant -> {
                    Map<String, Profile> profiles = new HashMap<>(variant.profiles());
                    profiles.keySet().removeIf(type -> type.contains(OF));
                    return new Variant(variant.name(), variant.deviceClass(), variant.artefact(), profiles);
                })
                .toList());
    }

    private Node retyped(Node node, Map<String, Map<String, Set<AppRef>>> newTypes) {
        List<DeviceSpec> specs = node.devices().stream()
                .map(device -> {
                    Set<AppRef> excluded = devices.get(new DeviceRef(node.name(), device.name()));
                    if (excluded == null) {
                        return device;
                    }
                    String type = device.type() + OF + node.name() + "/" + device.name();
                    newTypes.computeIfAbsent(device.type(), key -> new HashMap<>())
                            .put(type, excluded);
                    return new DeviceSpec(
                            device.name(),
                            device.deviceClass(),
                            type,
                            device.memoryBytes(),
                            device.onChipBytes(),
                            device.healthy());
                })
                .toList();
        return new Node(
                node.name(),
                node.labels(),
                node.taints(),
                node.ready(),
                node.cores(),
                node.memoryBytes(),
                node.pricePerHour(),
                specs);
    }

    private Variant retyped(App app, Variant variant, Map<String, Map<String, Set<AppRef>>> newTypes) {
        if (variants.getOrDefault(app.ref(), Set.of()).contains(variant.name())) {
            return new Variant(variant.name(), variant.deviceClass(), variant.artefact(), Map.of());
        }
        Map<String, Profile> profiles = new HashMap<>(variant.profiles());
        variant.profiles()
                .forEach((type, profile) -> newTypes.getOrDefault(type, Map.of())
                        .forEach((newType, excluded) -> {
                            if (!excluded.contains(app.ref())) {
                                profiles.put(newType, profile);
                            }
                        }));
        return profiles.size() == variant.profiles().size()
                ? variant
                : new Variant(variant.name(), variant.deviceClass(), variant.artefact(), profiles);
    }
}
