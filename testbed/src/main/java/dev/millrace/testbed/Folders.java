package dev.millrace.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes the folders that the testbed made. */
public final class Folders {

    private Folders() {}

    /** Runs the folder's program {@code cleanup}, where it has one: it ends what is more than processes and files. */
    static void cleanUp(Path folder) {
        Path program = folder.resolve("cleanup");
        if (!Files.isExecutable(program)) {
            return;
        }
        try {
            Process process = new ProcessBuilder(program.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("cleanup.log").toFile())
                    .start();
            process.waitFor();
            Files.deleteIfExists(program);
        } catch (IOException e) {
            throw new TestbedException("cannot run " + program, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Deletes a folder and all in it; one that is gone already is fine. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            delete(folder); // something in it went away while we walked
        } catch (IOException e) {
            throw new TestbedException("cannot delete " + folder, e);
        }
    }
}
