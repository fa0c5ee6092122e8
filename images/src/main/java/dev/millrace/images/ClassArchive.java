package dev.millrace.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The classes of a program, laid out as the JVM has them in memory (class data sharing): it starts in about half the time,
 * and its pages are mapped instead of being built anew. Which classes those are is recorded by {@code images/record-classes};
 * one that is gone since is left out, one that is new is loaded as ever. The same list and jars make the same archive.
 */
final class ClassArchive {
    /** Its name in the program's folder. */
    static final String FILE = "classes.jsa";

    private final Path runtime;
    private final Path lists;

    /**
     * @param runtime the Java runtime of the image, for this machine
     * @param lists folder with a list of class names for each program that has one, as {@code IMAGE.txt}
     */
    ClassArchive(Path runtime, Path lists) {
        this.runtime = runtime;
        this.lists = lists;
    }

    /**
     * Writes the archive into the program's folder, whose files get the times that they have in the image.
     *
     * @return whether there is one
     */
    boolean write(Application application, Path program) throws IOException {
        Path list = lists.resolve(application.image() + ".txt");
        if (!Files.exists(list)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(program)) {
            // The JVM takes an archive only for the very jars that it was made of.
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Layers.TIME));
            }
        }
        List<String> command =
                new ArrayList<>(List.of(runtime.resolve("bin/java").toString(), "-XX:+UseSerialGC", "-Xmx256m"));
        // Of modules; those of sizes are not for this run.
        application.options().stream().filter(option -> option.startsWith("--")).forEach(command::add);
        command.addAll(List.of(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list.toAbsolutePath(),
                "-XX:SharedArchiveFile=" + FILE,
                // Relative, as in the image: the archive holds the path.
                "-cp",
                application.jar()));
        Tool.run(program, command);
        return true;
    }
}
