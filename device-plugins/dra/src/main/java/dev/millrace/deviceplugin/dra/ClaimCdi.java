package dev.millrace.deviceplugin.dra;

import dev.millrace.deviceplugin.kubelet.CdiSpec;
import dev.millrace.deviceplugin.kubelet.OfferedDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A CDI specification for each prepared claim: the container runtime makes of its names the device nodes of a container. */
final class ClaimCdi {
    private final String kind;
    private final String environmentPrefix;
    private final Path folder;

    ClaimCdi(DraOptions options) {
        this.kind = options.driver() + "/claim";
        this.environmentPrefix = options.environmentPrefix();
        this.folder = options.cdiFolder();
    }

    /** Name by which the runtime finds a device of a claim. */
    String name(String uid, String device) {
        return kind + "=" + uid + "-" + device;
    }

    /** Each device tells its container {@code PREFIX_DEVICE_<name>=<device node>,…}. */
    void write(String uid, Collection<OfferedDevice> devices) throws IOException {
        List<CdiSpec.Entry> entries = devices.stream()
                .map(device -> new CdiSpec.Entry(
                        uid + "-" + device.id(), device.nodes(), Map.of(variable(device.id()), paths(device))))
                .toList();
        new CdiSpec(kind).writeEntries(folder, fileName(uid), entries);
    }

    boolean isThere(String uid) {
        return Files.exists(folder.resolve(fileName(uid)));
    }

    /** None of that uid is fine. */
    void delete(String uid) throws IOException {
        Files.deleteIfExists(folder.resolve(fileName(uid)));
    }

    private String variable(String device) {
        return environmentPrefix + "_DEVICE_" + device.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static String paths(OfferedDevice device) {
        return device.nodes().stream().map(OfferedDevice.Node::containerPath).collect(Collectors.joining(","));
    }

    private String fileName(String uid) {
        return kind.replace('/', '-') + "_" + uid + ".json";
    }
}
