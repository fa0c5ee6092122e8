package dev.millrace.crds.manifest;

import java.util.List;
import java.util.stream.Collectors;

/** Manifests are bad input: everything that is wrong with them, in the order of reading. */
public final class ManifestException extends Exception {
    private final transient List<Problem> problems;

    public ManifestException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /** All problems, at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
