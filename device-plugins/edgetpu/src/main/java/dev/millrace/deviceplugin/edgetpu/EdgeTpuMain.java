package dev.millrace.deviceplugin.edgetpu;

import java.io.IOException;
import java.nio.file.Path;

/** Lists the EdgeTPUs of this machine as JSON: an array, empty where there are none. */
public final class EdgeTpuMain {
    private static final String USAGE = """
            usage: edgetpu [--sys DIR] [--dev DIR]
            Lists the Coral EdgeTPUs of this machine as JSON. DIR: where the host's /sys and /dev are, if elsewhere.""";

    private EdgeTpuMain() {}

    public static void main(String[] arguments) {
        Path sys = Path.of("/sys");
        Path dev = Path.of("/dev");
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 < arguments.length && arguments[i].equals("--sys")) {
                sys = Path.of(arguments[i + 1]);
            } else if (i + 1 < arguments.length && arguments[i].equals("--dev")) {
                dev = Path.of(arguments[i + 1]);
            } else {
                System.err.println(USAGE);
                System.exit(arguments[i].equals("--help") ? 0 : 2);
            }
        }
        try {
            System.out.println(EdgeTpuListing.json(new EdgeTpuDiscovery(sys, dev).find()));
        } catch (IOException e) {
            System.err.println("cannot read devices: " + e.getMessage());
            System.exit(1);
        }
    }
}
