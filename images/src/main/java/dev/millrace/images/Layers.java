package dev.millrace.images;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Image layers out of folders, the same bytes each time: sorted, owned by root, with one time for all files. */
final class Layers {
    /** Time of every file: that of the project's own reproducible archives. */
    static final Instant TIME = Instant.parse("2026-11-21T00:00:00Z");

    private static final FilePermissions FOLDER = FilePermissions.fromOctalString("755");
    private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
    private static final FilePermissions FILE = FilePermissions.fromOctalString("644");

    private Layers() {}

    /** All of {@code folder} as {@code target} in the image; links are followed. */
    static FileEntriesLayer of(String name, Path folder, String target) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder, java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
            files = walk.sorted().toList();
        }
        for (Path file : files) {
            String relative = folder.relativize(file).toString();
            if (relative.isEmpty()) {
                continue;
            }
            FilePermissions permissions = Files.isDirectory(file) ? FOLDER : Files.isExecutable(file) ? PROGRAM : FILE;
            layer.addEntry(file, AbsoluteUnixPath.get(target).resolve(relative), permissions, TIME, "0:0");
        }
        return layer.build();
    }
}
