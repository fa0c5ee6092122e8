package dev.millrace.deviceplugin.edgetpu;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** EdgeTPUs on PCIe (M.2, mini PCIe), by the device nodes of the apex driver: {@code /dev/apex_N}. */
final class PcieDiscovery {
    private static final Pattern NODE = Pattern.compile("apex_([0-9]+)");

    private final Path dev;

    /** @param dev root of the device nodes */
    PcieDiscovery(Path dev) {
        this.dev = dev;
    }

    List<EdgeTpu> find() throws IOException {
        List<EdgeTpu> found = new ArrayList<>();
        if (!Files.isDirectory(dev)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(dev, "apex_*")) {
            for (Path entry : entries) {
                Matcher name = NODE.matcher(entry.getFileName().toString());
                if (name.matches()) {
                    found.add(new EdgeTpu("apex-" + name.group(1), EdgeTpu.Bus.PCIE, entry.toString(), 0, true));
                }
            }
        }
        return found;
    }
}
