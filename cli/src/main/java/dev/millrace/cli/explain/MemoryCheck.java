package dev.millrace.cli.explain;

import dev.millrace.placement.NodeModels;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Profile;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.placement.model.Variant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the copies on a device fit into its memory, or into the host's where it has none of its own. */
final class MemoryCheck {
    private static final double MIB = 1 << 20;

    private final Map<AppRef, App> apps;

    MemoryCheck(Map<AppRef, App> apps) {
        this.apps = apps;
    }

    /** The verdict against {@code device} if the assignments need more memory than there is. */
    Optional<Verdict> check(Node node, DeviceSpec device, String variant, List<Assignment> assignments) {
        Long own = device.memoryBytes();
        List<DeviceSpec> sharing = own != null
                ? List.of(device)
                : node.devices().stream()
                        .filter(other -> other.memoryBytes() == null)
                        .toList();
        long available = own == null ? node.memoryBytes() : own;
        long needed = sharing.stream()
                .mapToLong(each -> needed(node, each, assignments))
                .sum();
        if (needed <= available) {
            return Optional.empty();
        }
        String message = "The copies would take %.0f MiB of %.0f MiB %s memory."
                .formatted(needed / MIB, available / MIB, own == null ? "host" : "device");
        return Optional.of(new Verdict(
                new DeviceRef(node.name(), device.name()),
                variant,
                RefusalReason.InsufficientMemory,
                message,
                null,
                needed,
                available));
    }

    /** Bytes of all copies on the device; apps that share a copy pay once. */
    private long needed(Node node, DeviceSpec device, List<Assignment> assignments) {
        DeviceRef ref = new DeviceRef(node.name(), device.name());
        Map<String, Long> copies = new HashMap<>();
        for (Assignment assignment : assignments) {
            App app = apps.get(assignment.app());
            if (assignment.device().equals(ref) && app != null) {
                Variant variant = app.variant(assignment.variant());
                @Nullable Profile profile = variant.profiles().get(device.type());
                if (profile != null) {
                    copies.put(NodeModels.copyId(app, variant), profile.memoryBytes());
                }
            }
        }
        return copies.values().stream().mapToLong(Long::longValue).sum();
    }
}
