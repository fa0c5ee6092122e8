package dev.millrace.deviceplugin.kubelet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;

/** A Container Device Interface specification (version 0.5.0) of the devices, for runtimes that resolve them by name. */
final class CdiSpec {
    private final String kind;

    /** @param kind {@code VENDOR/CLASS} */
    CdiSpec(String kind) {
        this.kind = kind;
    }

    /** Replaces the file of this kind in one step. */
    void write(Path folder, List<OfferedDevice> devices) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(kind.replace('/', '-') + ".json");
        Path fresh = folder.resolve("." + file.getFileName());
        Files.writeString(fresh, json(devices));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    String json(List<OfferedDevice> devices) {
        return "{\"cdiVersion\":\"0.5.0\",\"kind\":\"" + kind + "\",\"devices\":["
                + devices.stream().map(CdiSpec::device).collect(Collectors.joining(",")) + "]}\n";
    }

    private static String device(OfferedDevice device) {
        String nodes = device.nodes().stream()
                .map(node -> "{\"path\":\"" + escaped(node.containerPath()) + "\",\"hostPath\":\""
                        + escaped(node.hostPath()) + "\",\"permissions\":\"rw\"}")
                .collect(Collectors.joining(","));
        return "{\"name\":\"" + escaped(device.id()) + "\",\"containerEdits\":{\"deviceNodes\":[" + nodes + "]}}";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
