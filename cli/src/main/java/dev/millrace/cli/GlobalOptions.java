package dev.millrace.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, before or after its name. */
public final class GlobalOptions {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The kubeconfig of the live cluster (used when there is no -f).")
    private @Nullable String kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "The kubeconfig context to use.")
    private @Nullable String context;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            scope = ScopeType.INHERIT,
            description = "Show the apps of this namespace only. All apps are reckoned with all the same.")
    private @Nullable String namespace;

    @Option(
            names = {"-A", "--all-namespaces"},
            scope = ScopeType.INHERIT,
            description = "Show the apps of all namespaces: the default with -f.")
    private boolean allNamespaces;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            defaultValue = "table",
            description = "Output format: table (default), wide, json or yaml.")
    private OutputFormat output = OutputFormat.table;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Say more on standard error; print where an unexpected failure happened.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help.")
    private boolean help;

    /** Path of a kubeconfig, or null for the client's own search. */
    public @Nullable String kubeconfig() {
        return kubeconfig;
    }

    public @Nullable String context() {
        return context;
    }

    public @Nullable String namespace() {
        return namespace;
    }

    public boolean allNamespaces() {
        return allNamespaces;
    }

    public OutputFormat output() {
        return output;
    }

    public boolean verbose() {
        return verbose;
    }
}
