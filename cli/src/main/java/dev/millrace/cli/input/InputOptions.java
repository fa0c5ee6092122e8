package dev.millrace.cli.input;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a command reads its objects. */
public final class InputOptions {
    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|DIR|-",
            description = {
                "Manifests: a file, a folder (its *.yaml, *.yml, *.json) or - for standard input; repeatable.",
                "A later object of the same kind and name replaces the earlier. Without -f: the live cluster."
            })
    private List<Path> files = List.of();

    @Option(
            names = {"-R", "--recursive"},
            description = "Read the folders within a folder too.")
    private boolean recursive;

    /** The sources in the order given; empty for the live cluster. */
    public List<Path> files() {
        return files;
    }

    public boolean recursive() {
        return recursive;
    }

    /** The sources as a problem line names them. */
    String name() {
        return files.isEmpty()
                ? "cluster"
                : String.join(",", files.stream().map(Path::toString).toList());
    }
}
