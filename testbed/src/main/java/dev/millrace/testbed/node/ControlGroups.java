package dev.millrace.testbed.node;

import dev.millrace.testbed.TestbedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Makes the control group under which a kubelet keeps its Pods, in every hierarchy of version 1. */
final class ControlGroups {
    static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final List<String> TO_COPY = List.of("cpuset.cpus", "cpuset.mems");

    private ControlGroups() {}

    static void create(String name) {
        try (Stream<Path> hierarchies = Files.list(ROOT)) {
            for (Path hierarchy : hierarchies.filter(Files::isDirectory).toList()) {
                if (Files.exists(hierarchy.resolve("cgroup.controllers"))) {
                    continue; // version 2
                }
                Path group = Files.createDirectories(hierarchy.resolve(name));
                for (String file : TO_COPY) {
                    if (Files.exists(hierarchy.resolve(file))) {
                        Files.writeString(group.resolve(file), Files.readString(hierarchy.resolve(file)));
                    }
                }
            }
        } catch (IOException e) {
            throw new TestbedException("cannot make control group " + name, e);
        }
    }
}
