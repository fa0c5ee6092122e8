package dev.millrace.deviceplugin.edgetpu;

import dev.millrace.deviceplugin.dra.DraDriver;
import dev.millrace.deviceplugin.dra.DraOptions;
import dev.millrace.deviceplugin.kubelet.DevicePlugin;
import dev.millrace.deviceplugin.kubelet.PluginFlags;
import dev.millrace.deviceplugin.kubelet.PluginOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Lists the EdgeTPUs of this machine, or offers them to its kubelet. */
public final class EdgeTpuMain {
    private static final String USAGE = """
            usage: edgetpu [serve] [--sys DIR] [--dev DIR] [--host-dev DIR] [--kubelet DIR] [--cdi DIR]
                   edgetpu serve --dra [--sys DIR] [--dev DIR] [--host-dev DIR] [--kubelet-root DIR] [--cdi DIR]
            Lists the Coral EdgeTPUs of this machine as JSON; with serve, offers them to its kubelet as millrace.dev/edgetpu.
              --sys DIR       where the host's /sys is (default /sys)
              --dev DIR       where the host's /dev is (default /dev)
              --host-dev DIR  the same folder as the container runtime sees it (default /dev)
              --kubelet DIR   the kubelet's folder of device plugins (default /var/lib/kubelet/device-plugins)
              --cdi DIR       hand devices over by name, through a CDI specification in DIR (/var/run/cdi), not by path
              --dra           offer them by dynamic resource allocation instead, as driver edgetpu.millrace.dev on the
                              node that NODE_NAME names; --cdi is /var/run/cdi then
              --kubelet-root DIR  the kubelet's folder, at the path where the kubelet has it (default /var/lib/kubelet)""";

    private static final Set<String> KNOWN =
            Set.of("serve", "--sys", "--dev", "--host-dev", "--kubelet", "--kubelet-root", "--cdi");
    private static final Set<String> SWITCHES = Set.of("--dra");
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Loading the firmware of a USB device takes it off the bus for about a second. */
    private static final int LOOKS = 4;
    /** Longer than the operator waits by default before it makes an agent's Pod anew (--agent-settle, 15 s). */
    private static final int MOVED_LOOKS = 20;

    private EdgeTpuMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        PluginFlags flags;
        try {
            flags = PluginFlags.parse(KNOWN, SWITCHES, arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
            return;
        }
        Path sys = flags.folder("--sys", "/sys");
        Path dev = flags.folder("--dev", "/dev");
        if (flags.help()) {
            System.out.println(USAGE);
        } else if (flags.has("serve")) {
            serve(flags, new EdgeTpuSource(sys, dev, flags.folder("--host-dev", "/dev")));
        } else {
            list(sys, dev);
        }
    }

    /** One or the other: a device that both APIs offer would be given away twice. */
    private static void serve(PluginFlags flags, EdgeTpuSource source) throws InterruptedException {
        if (!flags.has("--dra")) {
            DevicePlugin.serve(options(flags), source);
            return;
        }
        String node = System.getenv().getOrDefault("NODE_NAME", "");
        if (node.isEmpty()) {
            System.err.println("--dra needs the name of the node in the variable NODE_NAME");
            System.exit(2);
        }
        DraDriver.serve(
                new DraOptions(
                        "edgetpu.millrace.dev",
                        "MILLRACE_EDGETPU",
                        node,
                        flags.folder("--kubelet-root", DraOptions.KUBELET),
                        flags.folder("--cdi", DraOptions.CDI),
                        EVERY,
                        LOOKS),
                source);
    }

    private static PluginOptions options(PluginFlags flags) {
        return new PluginOptions(
                "millrace.dev/edgetpu",
                "millrace-edgetpu.sock",
                "MILLRACE_EDGETPU_DEVICES",
                flags.folder("--kubelet", PluginFlags.KUBELET),
                EVERY,
                LOOKS,
                MOVED_LOOKS,
                flags.optional("--cdi"));
    }

    private static void list(Path sys, Path dev) {
        try {
            System.out.println(EdgeTpuListing.json(new EdgeTpuDiscovery(sys, dev).find()));
        } catch (IOException e) {
            System.err.println("cannot read devices: " + e.getMessage());
            System.exit(1);
        }
    }
}
