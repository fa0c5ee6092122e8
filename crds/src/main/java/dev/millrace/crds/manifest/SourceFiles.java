package dev.millrace.crds.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Reads the text of files, of the manifests in folders, and of standard input. */
final class SourceFiles {
    private static final Pattern MANIFEST = Pattern.compile(".*\\.(yaml|yml|json)");

    private final boolean recurse;
    private final InputStream stdin;
    private final BiConsumer<String, String> texts;
    private final List<Problem> problems;

    /** @param texts takes the name and the text of each file */
    SourceFiles(boolean recurse, InputStream stdin, BiConsumer<String, String> texts, List<Problem> problems) {
        this.recurse = recurse;
        this.stdin = stdin;
        this.texts = texts;
        this.problems = problems;
    }

    void read(Path source) {
        var name = source.toString();
        try {
            if (source.equals(ManifestReader.STDIN)) {
                texts.accept(name, decode(stdin.readAllBytes()));
            } else if (Files.isDirectory(source)) {
                readFolder(source);
            } else {
                texts.accept(name, decode(Files.readAllBytes(source)));
            }
        } catch (NoSuchFileException e) {
            problems.add(Problem.ofFile(name, "no such file or folder"));
        } catch (CharacterCodingException e) {
            problems.add(Problem.ofFile(name, "is not UTF-8 text"));
        } catch (IOException e) {
            problems.add(Problem.ofFile(name, "cannot be read: " + e.getMessage()));
        }
    }

    private void readFolder(Path folder) throws IOException {
        try (var paths = Files.walk(folder, recurse ? Integer.MAX_VALUE : 1)) {
            var manifests = paths.filter(Files::isRegularFile)
                    .filter(p -> MANIFEST.matcher(p.getFileName().toString()).matches())
                    .sorted()
                    .toList();
            if (manifests.isEmpty()) {
                var hint = recurse ? "" : ". Maybe they are in folders below; then recurse";
                problems.add(Problem.ofFile(folder.toString(), "holds no *.yaml, *.yml or *.json" + hint));
            }
            manifests.forEach(this::read);
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
