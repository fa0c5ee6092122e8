package dev.millrace.monitoring;

import java.nio.file.Path;

/** Where things are in this repository. */
final class Repository {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    static final Path MONITORING = ROOT.resolve("deploy/monitoring");
    static final Path RUNBOOKS = ROOT.resolve("docs/runbooks");

    private Repository() {}
}
