package dev.millrace.images;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java program of this repository as it goes into an image. */
enum Application {
    OPERATOR(
            "operator",
            "operator/target/quarkus-app",
            "quarkus-run.jar",
            List.of(
                    "-Xms24m",
                    "-Xmx128m",
                    "-XX:MinHeapFreeRatio=10",
                    "-XX:MaxHeapFreeRatio=25",
                    "-XX:TrimNativeHeapInterval=30000"),
            "65532:65532",
            "Plans and applies where InferenceApps run"),
    AGENT(
            "agent",
            "node-agent/target/quarkus-app",
            "quarkus-run.jar",
            List.of(
                    "-Xms32m",
                    "-Xmx256m",
                    "-XX:MinHeapFreeRatio=10",
                    "-XX:MaxHeapFreeRatio=25",
                    // What the compilers and a load have used goes back; seldom, as allocations wait meanwhile.
                    "-XX:TrimNativeHeapInterval=30000",
                    "--enable-native-access=ALL-UNNAMED"),
            // Device nodes and the model cache on the host belong to root; it needs no capability.
            "0:0",
            "Serves inference on one node"),
    EDGETPU_PLUGIN(
            "device-plugin-edgetpu",
            "device-plugins/edgetpu/target/app",
            "millrace-device-plugin-edgetpu.jar",
            Small.OPTIONS,
            "0:0",
            "Offers EdgeTPUs to the kubelet"),
    GPU_PLUGIN(
            "device-plugin-gpu",
            "device-plugins/gpu/target/app",
            "millrace-device-plugin-gpu.jar",
            Small.OPTIONS,
            "0:0",
            "Offers the GPU of a Jetson to the kubelet");

    /** Options of programs that say and do little: memory counts, speed does not. */
    private static final class Small {
        static final List<String> OPTIONS = List.of(
                "-Xmx12m",
                // Each page of it is used in turn.
                "-Xmn1m",
                "-XX:TrimNativeHeapInterval=30000",
                "-Xss256k",
                "-Xint",
                "-XX:-UsePerfData",
                "-Dio.netty.allocator.type=unpooled",
                "-Djava.util.logging.SimpleFormatter.format=%1$tFT%1$tT %4$s %5$s%n",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    private final String image;
    private final String folder;
    private final String jar;
    private final List<String> options;
    private final String user;
    private final String description;

    Application(String image, String folder, String jar, List<String> options, String user, String description) {
        this.image = image;
        this.folder = folder;
        this.jar = jar;
        this.options = options;
        this.user = user;
        this.description = description;
    }

    String image() {
        return image;
    }

    /** Where the build leaves it. */
    Path builtIn(Path home) {
        return home.resolve(folder);
    }

    /** Its folder in the image. */
    String target() {
        return "/opt/millrace/" + image;
    }

    String user() {
        return user;
    }

    String description() {
        return description;
    }

    String jar() {
        return jar;
    }

    /** Of the JVM. */
    List<String> options() {
        return options;
    }

    /**
     * What a container of it runs, in the folder {@link #target}.
     *
     * @param archived whether the folder holds a {@link ClassArchive}
     */
    List<String> entrypoint(boolean archived) {
        List<String> command = new ArrayList<>(List.of("/opt/java/bin/java", "-XX:+UseSerialGC"));
        command.addAll(options);
        if (archived) {
            // One that does not fit is no reason to say anything: everything works without.
            command.addAll(List.of(
                    "-XX:SharedArchiveFile=" + target() + "/" + ClassArchive.FILE, "-Xlog:cds=off", "-Xlog:aot=off"));
        }
        command.addAll(List.of("-jar", jar));
        return command;
    }
}
