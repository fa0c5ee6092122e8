package dev.millrace.install;

import dev.millrace.testbed.node.RealNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The images of this source tree, built where they are older than what they are made of. */
final class BuiltImages {
    static final String PAUSE = "millrace.dev/pause:0.1.0";

    private static final List<String> NAMES = List.of("pause", "operator", "agent", "device-plugin-edgetpu");
    private static final Path FOLDER = Repository.HOME.resolve("target/images");
    private static final List<String> MADE_OF = List.of(
            "operator/target/quarkus-app/quarkus-run.jar",
            "node-agent/target/quarkus-app/quarkus-run.jar",
            "device-plugins/edgetpu/target/app/millrace-device-plugin-edgetpu.jar",
            "images/target/millrace-images-0.1.0-SNAPSHOT.jar");

    private BuiltImages() {}

    static void build() throws IOException {
        if (upToDate()) {
            return;
        }
        run();
    }

    /** {@code millrace images}. */
    static void run(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Dmillrace.home=" + Repository.HOME,
                "-jar",
                Repository.HOME.resolve(MADE_OF.getLast()).toString()));
        command.addAll(List.of(options));
        Repository.run(Map.of(), command);
    }

    static void loadInto(RealNode node) {
        loadInto(node, NAMES);
    }

    static void loadInto(RealNode node, List<String> names) {
        names.forEach(name -> node.load("millrace.dev/" + name + ":0.1.0", tar(name)));
    }

    private static boolean upToDate() throws IOException {
        for (String name : NAMES) {
            for (String part : MADE_OF) {
                FileTime made = Files.getLastModifiedTime(Repository.HOME.resolve(part));
                if (!Files.exists(tar(name))
                        || Files.getLastModifiedTime(tar(name)).compareTo(made) < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Path tar(String name) {
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        return FOLDER.resolve(name + "-" + arch + ".tar");
    }
}
