package dev.millrace.install;

import dev.millrace.testbed.node.RealNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Resident memory of the programs in a cluster's containers, the largest of each.
 *
 * @param residentKiB by the name of the image
 */
record Footprint(Map<String, Long> residentKiB) {
    private static final long KIB = 1024;
    private static final String FOLDER = "/opt/millrace/";

    /** Found by the folders that they run in and the cluster's control groups, as several clusters may run on this machine. */
    static Footprint measure(Installed installed) {
        Map<String, Long> largest = new TreeMap<>();
        installed
                .nodes()
                .forEach(node ->
                        programs(node).forEach((process, name) -> largest.merge(name, resident(process), Math::max)));
        return new Footprint(largest);
    }

    /** Ends the containers of an image on a node, at once. */
    static void kill(RealNode node, String image) {
        programs(node).forEach((process, name) -> {
            if (name.equals(image)) {
                ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        });
    }

    /** Folders in /proc of the processes in the node's containers, and the names of their images. */
    private static Map<Path, String> programs(RealNode node) {
        Map<Path, String> found = new TreeMap<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .toList()) {
                String folder = folder(process);
                if (folder.startsWith(FOLDER) && text(process.resolve("cgroup")).contains("/" + node.name() + "/")) {
                    found.put(process, folder.substring(FOLDER.length()));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return found;
    }

    void print() {
        residentKiB.forEach((name, kib) -> System.out.printf("resident: %s %.1f MiB%n", name, (double) kib / KIB));
    }

    double residentMiB(String image) {
        return (double) residentKiB.getOrDefault(image, Long.MAX_VALUE) / KIB;
    }

    private static long resident(Path process) {
        return text(process.resolve("status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    private static String folder(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
