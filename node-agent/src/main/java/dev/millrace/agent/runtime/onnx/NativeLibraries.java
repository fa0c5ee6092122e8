package dev.millrace.agent.runtime.onnx;

import ai.onnxruntime.OrtEnvironment;
import dev.millrace.agent.runtime.foreign.UnpackedLibraries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Unpacks ONNX Runtime's native libraries once, into the user's cache folder. ONNX Runtime itself would unpack them into
 * a new temporary folder at every start, which costs time and stays behind when the process is killed.
 */
final class NativeLibraries {
    private static final Logger LOG = Logger.getLogger(NativeLibraries.class);
    private static final String PROPERTY = "onnxruntime.native.path";
    private static final List<String> NAMES = List.of("onnxruntime", "onnxruntime4j_jni");

    private static boolean prepared;

    private NativeLibraries() {}

    /** Those of that folder are to be used, unless some have been loaded before. */
    static void use(Path folder) {
        System.setProperty(PROPERTY, folder.toAbsolutePath().toString());
    }

    /** Points ONNX Runtime to the unpacked libraries. Where that cannot be, it does as it would without. */
    static synchronized void prepare() {
        if (prepared) {
            return;
        }
        prepared = true;
        Telemetry.disable();
        if (System.getProperty(PROPERTY) != null) {
            return;
        }
        if (!UnpackedLibraries.linux()) {
            return;
        }
        String platform = UnpackedLibraries.arm() ? "linux-aarch64" : "linux-x64";
        try {
            Path folder = UnpackedLibraries.folder("onnxruntime-" + version() + "-" + platform);
            for (String name : NAMES) {
                UnpackedLibraries.unpack(
                        OrtEnvironment.class, "/ai/onnxruntime/native/" + platform + "/lib" + name + ".so", folder);
            }
            System.setProperty(PROPERTY, folder.toString());
        } catch (IOException e) {
            LOG.debugf("native libraries are not cached: %s", e.getMessage());
        }
    }

    private static String version() {
        String version = OrtEnvironment.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
