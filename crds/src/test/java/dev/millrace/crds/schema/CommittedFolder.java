package dev.millrace.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A folder of generated files that is kept in version control. */
record CommittedFolder(Path path) {
    private static final String REGENERATE = "millrace.regenerate";

    /** Asserts that the folder holds exactly these files; with the system property {@code millrace.regenerate}, writes them. */
    void matches(Map<String, String> expected) throws IOException {
        if (System.getProperty(REGENERATE) != null) {
            Files.createDirectories(path);
            for (var file : expected.entrySet()) {
                Files.writeString(path.resolve(file.getKey()), file.getValue());
            }
        }
        var committed = new TreeMap<String, String>();
        try (var files = Files.list(path)) {
            for (Path file : files.filter(
                            f -> expected.containsKey(f.getFileName().toString()))
                    .toList()) {
                committed.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        assertThat(committed)
                .as("%s; run the test with -D%s to write it anew", path, REGENERATE)
                .isEqualTo(expected);
    }
}
