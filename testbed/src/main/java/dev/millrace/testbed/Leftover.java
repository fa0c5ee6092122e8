package dev.millrace.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes of a detached folder, in a file: id and start time, since ids are used again. */
final class Leftover {

    private static final String FILE = "processes";

    private Leftover() {}

    static void write(Path folder, List<Long> processIds) {
        List<String> lines = new ArrayList<>();
        for (long pid : processIds) {
            started(pid).ifPresent(start -> lines.add(pid + " " + start.toEpochMilli()));
        }
        try {
            Files.write(folder.resolve(FILE), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> foldersIn(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve(FILE)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void stop(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ");
                kill(Long.parseLong(words[0]), Instant.ofEpochMilli(Long.parseLong(words[1])));
            }
        } catch (IOException e) {
            throw new TestbedException(folder + " is no folder that was left running", e);
        }
    }

    private static void kill(long pid, Instant start) {
        if (started(pid).filter(start::equals).isPresent()) {
            ProcessHandle.of(pid).ifPresent(handle -> {
                handle.destroyForcibly();
                handle.onExit().join();
            });
        }
    }

    private static Optional<Instant> started(long pid) {
        return ProcessHandle.of(pid).flatMap(handle -> handle.info().startInstant());
    }
}
