package dev.millrace.testbed.node;

import dev.millrace.testbed.TestbedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The program that ends what the nodes of a folder have started: containers and their shims, control groups, namespaces,
 * links. A shell script, so that it can be run when the JVM is gone.
 */
final class CleanUp {
    private static final String SCRIPT = """
            #!/bin/sh
            # Ends the real nodes of this folder. Processes are found by their mount namespace and control group.
            folder=$(dirname "$0")
            kill_all() { for pid in "$@"; do kill -9 "$pid" 2>/dev/null; done; }
            members() { find /sys/fs/cgroup/*/"$1" -name cgroup.procs -exec cat {} + 2>/dev/null | sort -u; }
            while read -r node; do
              namespace=$(cat "$folder/nodes/$node/mount-namespace" 2>/dev/null)
              tries=0
              while [ $tries -lt 50 ]; do
                tries=$((tries + 1))
                found=
                if [ -n "$namespace" ]; then
                  for process in /proc/[0-9]*; do
                    [ "$(readlink "$process/ns/mnt" 2>/dev/null)" = "$namespace" ] && found="$found ${process#/proc/}"
                  done
                fi
                found="$found $(members "$node" | tr '\\n' ' ')"
                [ -n "$(echo $found)" ] || break
                kill_all $found
                sleep 0.1
              done
              find /sys/fs/cgroup/*/"$node" -depth -type d -exec rmdir {} + 2>/dev/null
              ip netns delete "$node" 2>/dev/null
            done <"$folder/nodes/names"
            bridge=$(cat "$folder/nodes/bridge" 2>/dev/null)
            [ -z "$bridge" ] || ip link delete "$bridge" 2>/dev/null
            exit 0
            """;

    private final Path folder;

    /** @param folder of the run; the script finds {@code nodes/names} there, a line a node, and {@code nodes/bridge} */
    CleanUp(Path folder) {
        this.folder = folder;
    }

    /** Before anything is made that it has to end. */
    void write(NodeNetwork network, int nodes) {
        try {
            Path list = Files.createDirectories(folder.resolve("nodes"));
            StringBuilder names = new StringBuilder();
            for (int node = 0; node < nodes; node++) {
                names.append(network.namespace(node)).append('\n');
            }
            Files.writeString(list.resolve("names"), names);
            Files.writeString(list.resolve("bridge"), network.bridge());
            Path script = folder.resolve("cleanup");
            Files.writeString(script, SCRIPT);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new TestbedException("cannot write the clean-up of " + folder, e);
        }
    }
}
