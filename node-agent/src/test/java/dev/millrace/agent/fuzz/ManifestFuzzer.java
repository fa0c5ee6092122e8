package dev.millrace.agent.fuzz;

import dev.millrace.crds.manifest.ManifestException;
import dev.millrace.crds.manifest.ManifestReader;
import dev.millrace.crds.manifest.Problem;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;

/** Manifests on standard input, as {@code -f -} reads them. */
public final class ManifestFuzzer {
    private ManifestFuzzer() {}

    public static void fuzzerTestOneInput(byte[] text) {
        try {
            ManifestReader.read(List.of(Path.of("-")), false, new ByteArrayInputStream(text));
        } catch (ManifestException e) {
            for (Problem problem : e.problems()) {
                if (problem.toString().contains("Exception")) {
                    throw new AssertionError("not a sentence for users: " + problem);
                }
            }
        }
    }
}
