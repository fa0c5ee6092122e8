package dev.millrace.deviceplugin.kubelet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A Container Device Interface specification (version 0.5.0) of the devices, for runtimes that resolve them by name. */
public final class CdiSpec {
    private final String kind;

    /** @param kind {@code VENDOR/CLASS} */
    public CdiSpec(String kind) {
        this.kind = kind;
    }

    /**
     * What a container gets that asks for a name.
     *
     * @param name in the specification
     * @param nodes device nodes
     * @param environment variables and their values
     */
    public record Entry(String name, List<OfferedDevice.Node> nodes, Map<String, String> environment) {
        public Entry {
            nodes = List.copyOf(nodes);
            environment = Map.copyOf(environment);
        }
    }

    /** Replaces the file of this kind in one step. */
    void write(Path folder, List<OfferedDevice> devices) throws IOException {
        writeEntries(
                folder,
                kind.replace('/', '-') + ".json",
                devices.stream()
                        .map(device -> new Entry(device.id(), device.nodes(), Map.of()))
                        .toList());
    }

    /** Replaces a file in one step. */
    public void writeEntries(Path folder, String fileName, List<Entry> entries) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(fileName);
        Path fresh = folder.resolve("." + fileName);
        Files.writeString(fresh, json(entries));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String json(List<Entry> entries) {
        return "{\"cdiVersion\":\"0.5.0\",\"kind\":\"" + kind + "\",\"devices\":["
                + entries.stream().map(CdiSpec::device).collect(Collectors.joining(",")) + "]}\n";
    }

    private static String device(Entry entry) {
        String nodes = entry.nodes().stream()
                .map(node -> "{\"path\":" + quoted(node.containerPath()) + ",\"hostPath\":" + quoted(node.hostPath())
                        + ",\"permissions\":\"rw\"}")
                .collect(Collectors.joining(","));
        String variables = entry.environment().entrySet().stream()
                .map(variable -> quoted(variable.getKey() + "=" + variable.getValue()))
                .sorted()
                .collect(Collectors.joining(","));
        return "{\"name\":" + quoted(entry.name()) + ",\"containerEdits\":{"
                + (variables.isEmpty() ? "" : "\"env\":[" + variables + "],") + "\"deviceNodes\":[" + nodes + "]}}";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
