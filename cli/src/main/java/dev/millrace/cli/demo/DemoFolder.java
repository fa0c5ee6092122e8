package dev.millrace.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The one folder a demo writes to: {@code $XDG_CACHE_HOME/millrace/demo/PID}, by default below {@code ~/.cache}. */
public final class DemoFolder implements AutoCloseable {
    private final Path path;

    private DemoFolder(Path path) {
        this.path = path;
    }

    /**
     * Creates the folder of this process, and deletes those of processes that were killed before they could.
     *
     * @param keep whether the folder is to outlive this process: no later demo deletes it
     */
    static DemoFolder create(Map<String, String> environment, boolean keep) throws IOException {
        Path demos = demos(environment);
        Files.createDirectories(demos);
        deleteAbandoned(demos);
        Path path =
                demos.resolve((keep ? "kept-" : "") + ProcessHandle.current().pid());
        delete(path);
        return new DemoFolder(Files.createDirectory(path));
    }

    /** Where the folders of all demos are. */
    public static Path demos(Map<String, String> environment) {
        return cache(environment).resolve("millrace").resolve("demo");
    }

    private static Path cache(Map<String, String> environment) {
        String configured = environment.getOrDefault("XDG_CACHE_HOME", "");
        // The specification has a relative path ignored.
        return configured.startsWith("/") ? Path.of(configured) : Path.of(System.getProperty("user.home"), ".cache");
    }

    private static void deleteAbandoned(Path demos) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(demos)) {
            for (Path folder : folders) {
                if (isAbandoned(folder)) {
                    delete(folder);
                }
            }
        }
    }

    private static boolean isAbandoned(Path folder) {
        String name = folder.getFileName().toString();
        // A kept demo's folder carries another name than a number.
        return name.matches("[0-9]{1,18}")
                && ProcessHandle.of(Long.parseLong(name)).isEmpty();
    }

    /** The folder itself. */
    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : all) {
            Files.deleteIfExists(one);
        }
    }
}
