package dev.millrace.images;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Leaves native libraries of other machines out of a program's jars: they are most of their size. */
final class NativeLibraries {
    /** Folders in jars that hold libraries of one machine: ONNX Runtime's, and TensorFlow Lite's. */
    private static final Pattern FOREIGN_ANYWHERE =
            Pattern.compile("(ai/onnxruntime/native/(osx|win)-.*)|(ai/onnxruntime/native/.*\\.pdb)");

    private static final List<Pattern> ARM64 =
            List.of(Pattern.compile("ai/onnxruntime/native/linux-aarch64/.*"), Pattern.compile(".*/linux-arm64/.*"));
    private static final List<Pattern> AMD64 =
            List.of(Pattern.compile("ai/onnxruntime/native/linux-x64/.*"), Pattern.compile(".*/linux-x86_64/.*"));

    private final List<Pattern> other;

    NativeLibraries(Architecture architecture) {
        this.other = architecture == Architecture.AMD64 ? ARM64 : AMD64;
    }

    /** A copy of {@code folder} at {@code target}, without them; returns the copy. */
    Path without(Path folder, Path target) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path copy = target.resolve(folder.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            if (file.getFileName().toString().endsWith(".jar") && holdsForeign(file)) {
                strip(file, copy);
            } else {
                Files.copy(file, copy);
            }
        }
        return target;
    }

    private boolean foreign(String entry) {
        return FOREIGN_ANYWHERE.matcher(entry).matches()
                || other.stream().anyMatch(pattern -> pattern.matcher(entry).matches());
    }

    private boolean holdsForeign(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().anyMatch(entry -> !entry.isDirectory() && foreign(entry.getName()));
        }
    }

    private void strip(Path jar, Path copy) throws IOException {
        try (ZipFile from = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(copy);
                ZipOutputStream to = new ZipOutputStream(file)) {
            Enumeration<? extends ZipEntry> entries = from.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!foreign(entry.getName())) {
                    ZipEntry kept = new ZipEntry(entry.getName());
                    kept.setTimeLocal(entry.getTimeLocal());
                    to.putNextEntry(kept);
                    from.getInputStream(entry).transferTo(to);
                    to.closeEntry();
                }
            }
        }
    }
}
