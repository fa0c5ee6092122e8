package dev.millrace.agent.runtime.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** Native libraries out of jars, unpacked once into the user's cache folder. */
public final class UnpackedLibraries {
    private UnpackedLibraries() {}

    /** Whether this machine's processors are 64-bit ARM; else they are taken for x86-64. */
    public static boolean arm() {
        return System.getProperty("os.arch").toLowerCase(Locale.ROOT).contains("aarch64");
    }

    public static boolean linux() {
        return System.getProperty("os.name").equals("Linux");
    }

    /** A folder of that name in the user's cache, made if it is not there. */
    public static Path folder(String name) throws IOException {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return Files.createDirectories(base.resolve("millrace").resolve(name));
    }

    /**
     * The file of a resource; whole or not there, however many processes unpack it at once.
     *
     * @param neighbour a class of the jar that holds it, or that sees it
     */
    public static Path unpack(Class<?> neighbour, String resource, Path folder) throws IOException {
        Path file = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
        if (Files.isRegularFile(file)) {
            return file;
        }
        Path part = Files.createTempFile(folder, "part-", "");
        try (InputStream in = neighbour.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is missing");
            }
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        return file;
    }
}
