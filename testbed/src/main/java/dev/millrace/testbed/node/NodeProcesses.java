package dev.millrace.testbed.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The processes of a node, found by its mount namespace and its control group. */
final class NodeProcesses {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private NodeProcesses() {}

    /**
     * The node's programs, the shims of its containers, and what runs in these.
     *
     * @param node whose control group it is
     * @param namespaceFile holds the name of the node's mount namespace
     */
    static List<ProcessHandle> of(String node, Path namespaceFile) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            String namespace = Files.readString(namespaceFile).strip();
            return processes
                    .filter(process ->
                            NUMBER.matcher(process.getFileName().toString()).matches())
                    .filter(process -> inNamespace(process, namespace) || inGroup(process, "/" + node))
                    .flatMap(process -> ProcessHandle.of(
                            Long.parseLong(process.getFileName().toString()))
                            .stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean inNamespace(Path process, String namespace) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/mnt")).toString().equals(namespace);
        } catch (IOException e) {
            return false; // It has ended.
        }
    }

    private static boolean inGroup(Path process, String group) {
        try (Stream<String> lines = Files.lines(process.resolve("cgroup"))) {
            return lines.map(line -> line.substring(line.lastIndexOf(':') + 1))
                    .anyMatch(path -> path.equals(group) || path.startsWith(group + "/"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
