package dev.millrace.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes the folders that the testbed made. */
final class Folders {

    private Folders() {}

    /** Deletes a folder and all in it; one that is gone already is fine. */
    static void delete(Path folder) {
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
