package dev.millrace.crds.manifest;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** Reads manifests from files, folders and standard input. */
public final class ManifestReader {
    /** Stands for standard input among the sources. */
    public static final Path STDIN = Path.of("-");

    private ManifestReader() {}

    /**
     * Reads and checks all objects of group millrace.dev in the sources: YAML or JSON, several documents a file, and lists as
     * {@code kubectl get -o yaml} prints them. Objects of other groups are skipped with a note.
     *
     * @param sources files, folders ({@code *.yaml}, {@code *.yml}, {@code *.json}) or {@link #STDIN}, in order of precedence,
     *     the last the strongest
     * @param recurse whether folders within folders are read too
     * @param stdin what {@link #STDIN} reads, as UTF-8; not closed
     * @throws ManifestException with every problem found
     */
    public static Manifests read(List<Path> sources, boolean recurse, InputStream stdin) throws ManifestException {
        return new ManifestSet().readAll(sources, recurse, stdin).check();
    }
}
