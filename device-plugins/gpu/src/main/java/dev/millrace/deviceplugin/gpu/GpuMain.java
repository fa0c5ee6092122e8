package dev.millrace.deviceplugin.gpu;

import dev.millrace.deviceplugin.kubelet.DevicePlugin;
import dev.millrace.deviceplugin.kubelet.PluginFlags;
import dev.millrace.deviceplugin.kubelet.PluginOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Offers a Jetson's GPU to its kubelet as {@code millrace.dev/gpu}. */
public final class GpuMain {
    private static final String USAGE = """
            usage: gpu [--tree DIR] [--dev DIR] [--host-dev DIR] [--kubelet DIR] [--cdi DIR]
            Offers the integrated GPU of a Jetson to the kubelet as millrace.dev/gpu; elsewhere it offers none.
              --tree DIR      where the host's device tree is (default /proc/device-tree)
              --dev DIR       where the host's /dev is (default /dev)
              --host-dev DIR  the same folder as the container runtime sees it (default /dev)
              --kubelet DIR   the kubelet's folder of device plugins (default /var/lib/kubelet/device-plugins)
              --cdi DIR       hand devices over by name, through a CDI specification in DIR (/var/run/cdi), not by path""";

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final int LOOKS = 2;

    private GpuMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        PluginFlags flags;
        try {
            flags = PluginFlags.parse(Set.of("--tree", "--dev", "--host-dev", "--kubelet", "--cdi"), arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
            return;
        }
        if (flags.help()) {
            System.out.println(USAGE);
            return;
        }
        Path dev = flags.folder("--dev", "/dev");
        DevicePlugin.serve(
                new PluginOptions(
                        "millrace.dev/gpu",
                        "millrace-gpu.sock",
                        "MILLRACE_GPU_DEVICES",
                        flags.folder("--kubelet", PluginFlags.KUBELET),
                        EVERY,
                        LOOKS,
                        LOOKS,
                        flags.optional("--cdi")),
                new JetsonGpu(flags.folder("--tree", "/proc/device-tree"), dev, flags.folder("--host-dev", "/dev")));
    }
}
