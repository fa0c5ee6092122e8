package dev.millrace.deviceplugin.edgetpu;

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
            Lists the Coral EdgeTPUs of this machine as JSON; with serve, offers them to its kubelet as millrace.dev/edgetpu.
              --sys DIR       where the host's /sys is (default /sys)
              --dev DIR       where the host's /dev is (default /dev)
              --host-dev DIR  the same folder as the container runtime sees it (default /dev)
              --kubelet DIR   the kubelet's folder of device plugins (default /var/lib/kubelet/device-plugins)
              --cdi DIR       hand devices over by name, through a CDI specification in DIR (/var/run/cdi), not by path""";

    private static final Set<String> KNOWN = Set.of("serve", "--sys", "--dev", "--host-dev", "--kubelet", "--cdi");
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Loading the firmware of a USB device takes it off the bus for about a second. */
    private static final int LOOKS = 4;

    private EdgeTpuMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        PluginFlags flags;
        try {
            flags = PluginFlags.parse(KNOWN, arguments);
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
            DevicePlugin.serve(options(flags), new EdgeTpuSource(sys, dev, flags.folder("--host-dev", "/dev")));
        } else {
            list(sys, dev);
        }
    }

    private static PluginOptions options(PluginFlags flags) {
        return new PluginOptions(
                "millrace.dev/edgetpu",
                "millrace-edgetpu.sock",
                "MILLRACE_EDGETPU_DEVICES",
                flags.folder("--kubelet", PluginFlags.KUBELET),
                EVERY,
                LOOKS,
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
