package dev.millrace.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Java runtime with only the modules that Millrace needs; one for all images, so that a node keeps it once. */
final class JavaRuntime {
    private static final String MODULES = String.join(
            ",",
            "java.base",
            "java.desktop",
            "java.instrument",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.security.jgss",
            "java.sql",
            "java.xml",
            "jdk.management",
            "jdk.naming.dns",
            "jdk.unsupported",
            "jdk.zipfs");

    private final Path javaHome;
    private final @Nullable Path modules;

    /**
     * @param javaHome the JDK whose jlink is used
     * @param modules folder of the target's jmod files, where the target is another machine than this one
     */
    JavaRuntime(Path javaHome, @Nullable Path modules) {
        this.javaHome = javaHome;
        this.modules = modules;
    }

    void stage(Path target, Path scratch) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                javaHome.resolve("bin/jlink").toString(),
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                // Layers are compressed as a whole.
                "--compress",
                "zip-0",
                "--output",
                target.toString()));
        if (modules != null) {
            command.addAll(List.of("--module-path", modules.toString()));
        }
        if (modules == null) {
            // Classes laid out in memory as they are used: quicker starts, less memory. Made by running the runtime.
            command.add("--generate-cds-archive");
        }
        Files.createDirectories(target.getParent());
        Tool.run(scratch, command);
        // The second archive is for heaps beyond 32 GB.
        Files.deleteIfExists(target.resolve("lib/server/classes_nocoops.jsa"));
    }
}
