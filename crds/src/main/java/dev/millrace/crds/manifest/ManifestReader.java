package dev.millrace.crds.manifest;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads manifests from files, folders and standard input. */
public final class ManifestReader {
    /** Stands for standard input among the sources. */
    public static final Path STDIN = Path.of("-");

    private ManifestReader() {}

    /**
     * Reads and checks all objects of group millrace.dev in the sources: YAML or JSON, several documents a file, and lists as
     * {@code kubectl get -o yaml} prints them. Objects of other groups are skipped with a note. Fields that are absent get the
     * defaults of the schema, except that {@code status} stays as it is: a node without conditions counts as ready.
     *
     * @param sources files, folders ({@code *.yaml}, {@code *.yml}, {@code *.json}) or {@link #STDIN}; a later document
     *     replaces an earlier one of the same kind and name
     * @param recurse whether folders within folders are read too
     * @param stdin what {@link #STDIN} reads, as UTF-8; not closed
     * @throws ManifestException with every problem found
     */
    public static Manifests read(List<Path> sources, boolean recurse, InputStream stdin) throws ManifestException {
        var problems = new ArrayList<Problem>();
        var notes = new ArrayList<String>();
        var objects = new ManifestSet();
        var reader = new ObjectReader(objects, problems, notes);
        var files = new SourceFiles(
                recurse, stdin, (file, text) -> new DocumentParser(file, reader::read, problems).parse(text), problems);
        sources.forEach(files::read);
        // What a file that cannot be parsed would have held is not known, so nothing can be said to be missing.
        if (problems.stream().allMatch(p -> p.kind() != null)) {
            problems.addAll(ReferenceCheck.check(objects));
        }
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return objects.toManifests(notes);
    }
}
