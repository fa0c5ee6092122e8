package dev.millrace.crds.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Short ways to read manifests in tests. */
final class Reading {
    private Reading() {}

    static Manifests text(String text) throws ManifestException {
        var stdin = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return ManifestReader.read(List.of(ManifestReader.STDIN), false, stdin);
    }

    static Manifests files(Path... paths) throws ManifestException {
        return ManifestReader.read(List.of(paths), false, InputStream.nullInputStream());
    }

    /** The problems of a text, each as its line; fails where there are none. */
    static List<String> problems(String text) {
        try {
            assertThat(text(text)).as("no problem found").isNull();
            return List.of();
        } catch (ManifestException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }
}
