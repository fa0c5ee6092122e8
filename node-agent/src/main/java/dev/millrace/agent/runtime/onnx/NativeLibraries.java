package dev.millrace.agent.runtime.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * Unpacks ONNX Runtime's native libraries once, into the user's cache folder. ONNX Runtime itself would unpack them into
 * a new temporary folder at every start, which costs time and stays behind when the process is killed.
 */
final class NativeLibraries {
    private static final Logger LOG = Logger.getLogger(NativeLibraries.class);
    private static final String PROPERTY = "onnxruntime.native.path";
    private static final List<String> NAMES = List.of("onnxruntime", "onnxruntime4j_jni");

    private NativeLibraries() {}

    /** Points ONNX Runtime to the unpacked libraries. Where that cannot be, it does as it would without. */
    static synchronized void prepare() {
        if (System.getProperty(PROPERTY) != null) {
            return;
        }
        Telemetry.disable();
        if (!System.getProperty("os.name").equals("Linux")) {
            return;
        }
        boolean arm = System.getProperty("os.arch").toLowerCase(Locale.ROOT).contains("aarch64");
        String platform = arm ? "linux-aarch64" : "linux-x64";
        try {
            Path folder = cache().resolve("onnxruntime-" + version() + "-" + platform);
            Files.createDirectories(folder);
            for (String name : NAMES) {
                unpack("/ai/onnxruntime/native/" + platform + "/lib" + name + ".so", folder);
            }
            System.setProperty(PROPERTY, folder.toString());
        } catch (IOException e) {
            LOG.debugf("native libraries are not cached: %s", e.getMessage());
        }
    }

    private static void unpack(String resource, Path folder) throws IOException {
        Path file = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
        if (Files.isRegularFile(file)) {
            return;
        }
        Path part = Files.createTempFile(folder, "part-", "");
        try (InputStream in = OrtEnvironment.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is missing");
            }
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return base.resolve("millrace");
    }

    private static String version() {
        String version = OrtEnvironment.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
