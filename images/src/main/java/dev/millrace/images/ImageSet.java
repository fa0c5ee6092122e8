package dev.millrace.images;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All images of one version: base and runtime are the same layers in each. */
final class ImageSet {
    private static final String LICENCES = "Apache-2.0 AND GPL-2.0-only WITH Classpath-exception-2.0";

    /** More arenas of glibc's allocator cost memory for a speed that nothing here needs. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("JAVA_HOME", "/opt/java", "LANG", "C.UTF-8", "MALLOC_ARENA_MAX", "2");

    private final Path home;
    private final Path out;
    private final String prefix;
    private final String tag;
    private final Architecture architecture;

    /**
     * @param home the source tree, built
     * @param out where the images are written
     * @param prefix of the images' names, such as {@code millrace.dev}
     */
    ImageSet(Path home, Path out, String prefix, String tag, Architecture architecture) {
        this.home = home;
        this.out = out;
        this.prefix = prefix;
        this.tag = tag;
        this.architecture = architecture;
    }

    /**
     * Writes the images of all programs that are built, and for this machine that of pause.
     *
     * @param modules jmod files of the target's JDK, where it is not this machine's
     * @return names and files
     */
    Map<String, Path> write(Path javaHome, @Nullable Path modules) throws IOException {
        Path cache = out.resolve("cache");
        Path scratch = Files.createTempDirectory(Files.createDirectories(out), "staging");
        try {
            Map<String, Path> written = new LinkedHashMap<>();
            Path base = Files.createDirectories(scratch.resolve("base"));
            List<String> packages = new DebianBase(architecture, cache.resolve("packages"))
                    .stage(base, Files.createDirectories(scratch.resolve("unpacked")));
            Path runtime = scratch.resolve("java");
            String java;
            if (modules == null && architecture != Architecture.ofThisMachine()) {
                java = new ForeignRuntime(architecture, cache.resolve("runtimes")).stage(runtime, scratch);
            } else {
                new JavaRuntime(javaHome, modules).stage(runtime, scratch);
                java = Runtime.version().toString();
            }
            List<FileEntriesLayer> common =
                    List.of(Layers.of("base", base, "/"), Layers.of("java", runtime, "/opt/java"));
            for (Application application : Application.values()) {
                Path built = application.builtIn(home);
                if (!Files.isDirectory(built)) {
                    throw new IOException(built + " is not there. Maybe build it first: ./mvnw -DskipTests package");
                }
                List<FileEntriesLayer> layers = new ArrayList<>(common);
                Path program = new NativeLibraries(architecture).without(built, scratch.resolve(application.image()));
                bill(application, program, packages, java);
                boolean archived = runs(modules)
                        && new ClassArchive(runtime, home.resolve("images/src/main/classes"))
                                .write(application, program);
                layers.add(Layers.of(application.image(), program, application.target()));
                write(
                        written,
                        cache,
                        application.image(),
                        layers,
                        application.entrypoint(archived),
                        application.target(),
                        application.user(),
                        application.description(),
                        packages);
            }
            // Only a testbed needs it, and that runs on this machine.
            if (architecture == Architecture.ofThisMachine()) {
                write(
                        written,
                        cache,
                        "pause",
                        List.of(pause(scratch)),
                        List.of("/pause"),
                        "/",
                        "65532:65532",
                        "Holds the namespaces of a Pod",
                        List.of());
            }
            return written;
        } finally {
            delete(scratch);
        }
    }

    /** Whether this machine runs the runtime of the images. */
    private boolean runs(@Nullable Path modules) {
        return modules == null && architecture == Architecture.ofThisMachine();
    }

    /** Beside the image and in it, where scanners look for what a container holds. */
    private void bill(Application application, Path program, List<String> packages, String java) throws IOException {
        Path file = out.resolve(application.image() + "-" + architecture.label() + ".cdx.json");
        new BillOfMaterials(prefix + "/" + application.image(), tag)
                .withJars(program)
                .withJava(java)
                .withPackages(packages)
                .write(file);
        Files.copy(file, program.resolve(application.image() + ".cdx.json"));
    }

    private FileEntriesLayer pause(Path scratch) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("pause-root"));
        Tool.run(
                scratch,
                List.of(
                        "gcc",
                        "-static",
                        "-Os",
                        "-s",
                        "-Wl,--build-id=none",
                        "-o",
                        folder.resolve("pause").toString(),
                        home.resolve("images/src/main/c/pause.c").toString()));
        return Layers.of("pause", folder, "/");
    }

    private void write(
            Map<String, Path> written,
            Path cache,
            String name,
            List<FileEntriesLayer> layers,
            List<String> entrypoint,
            String folder,
            String user,
            String description,
            List<String> packages)
            throws IOException {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("org.opencontainers.image.title", "millrace " + name);
        labels.put("org.opencontainers.image.description", description);
        labels.put("org.opencontainers.image.version", tag);
        labels.put("org.opencontainers.image.licenses", packages.isEmpty() ? "Apache-2.0" : LICENCES);
        if (!packages.isEmpty()) {
            labels.put("dev.millrace.base.packages", String.join(" ", packages));
        }
        Path tar = out.resolve(name + "-" + architecture.label() + ".tar");
        new ImageFile(
                        prefix + "/" + name + ":" + tag,
                        architecture,
                        layers,
                        entrypoint,
                        folder,
                        packages.isEmpty() ? Map.of() : ENVIRONMENT,
                        user,
                        labels)
                .write(tar, cache);
        written.put(prefix + "/" + name + ":" + tag, tar);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
