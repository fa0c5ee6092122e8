package dev.millrace.operator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The operator's command line. */
@Command(
        name = "millrace operator",
        mixinStandardHelpOptions = true,
        versionProvider = OperatorVersion.class,
        description = "Runs the Millrace operator: observes, plans and applies, until it is stopped.",
        sortOptions = false)
final class OperatorFlags implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Use this kubeconfig. Without it: the service account in a Pod, else the usual kubeconfig.")
    private @Nullable Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "Use this context of the kubeconfig.")
    private @Nullable String context;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            defaultValue = "millrace-system",
            description = "Namespace of the agents' and the operator's Leases (default: ${DEFAULT-VALUE}).")
    private String namespace = "millrace-system";

    @Option(
            names = "--agent-pod",
            paramLabel = "FILE",
            description = "Run agents as Pods of this template (metadata and spec), one on each node that has devices"
                    + " or the label millrace.dev/agent=true. Without it agents are started by others.")
    private @Nullable Path agentPod;

    @Option(
            names = "--agent-namespace",
            paramLabel = "NAME",
            defaultValue = "millrace-agents",
            description = "Namespace of those Pods (default: ${DEFAULT-VALUE}).")
    private String agentNamespace = "millrace-agents";

    @Option(
            names = "--agent-settle",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "How long a changed number of devices must last before an agent's Pod is made anew for it"
                    + " (default: ${DEFAULT-VALUE}).")
    private int agentSettleSeconds = 15;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of /metrics and /q/health; 0 picks a free one (default: ${DEFAULT-VALUE}).")
    private int httpPort = 8080;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "Address to listen on (default: 127.0.0.1; in a Pod 0.0.0.0).")
    private @Nullable String bind;

    @Option(
            names = "--watch-namespaces",
            paramLabel = "NAME[,NAME...]",
            split = ",",
            description = "Plan the InferenceApps and InferenceModels of these namespaces only (default: of all).")
    private List<String> watchNamespaces = List.of();

    @Option(
            names = "--watch-own-namespace",
            description = "Plan the InferenceApps and InferenceModels of the namespace of --namespace only.")
    private boolean watchOwnNamespace;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description = "Name of this replica in Leases and Events; no two may share one"
                    + " (default: the Pod's name, elsewhere the host's with a random end).")
    private @Nullable String instance;

    @Option(names = "-v", description = "Log debug messages.")
    private boolean verbose;

    /** Checks the flags and turns them into configuration, before Quarkus reads it. */
    @Override
    public void run() {
        if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--kubeconfig: " + kubeconfig + ": there is no such file, or it cannot be read");
        }
        if (agentPod != null && !Files.isReadable(agentPod)) {
            throw new ParameterException(
                    spec.commandLine(), "--agent-pod: " + agentPod + ": there is no such file, or it cannot be read");
        }
        if (agentSettleSeconds < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--agent-settle: " + agentSettleSeconds + ": must be 0 or more");
        }
        if (httpPort < 0 || httpPort > 65535) {
            throw new ParameterException(spec.commandLine(), "--http-port: " + httpPort + ": must lie in 0..65535");
        }
        set(
                "millrace.kubeconfig",
                kubeconfig == null ? null : kubeconfig.toAbsolutePath().toString());
        set("millrace.context", context);
        set("millrace.namespace", namespace);
        set(
                "millrace.agent-pod.file",
                agentPod == null ? null : agentPod.toAbsolutePath().toString());
        set("millrace.agent-pod.namespace", agentNamespace);
        set("millrace.agent-pod.settle", agentSettleSeconds + "s");
        if (watchOwnNamespace && !watchNamespaces.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--watch-own-namespace: cannot be combined with --watch-namespaces");
        }
        if (watchOwnNamespace || !watchNamespaces.isEmpty()) {
            set("millrace.watch-namespaces", watchOwnNamespace ? namespace : String.join(",", watchNamespaces));
        }
        set("millrace.instance", instance != null ? instance : ClusterAccess.replicaName());
        set("quarkus.http.port", String.valueOf(httpPort));
        set("quarkus.http.host", bind != null ? bind : ClusterAccess.inPod() ? "0.0.0.0" : "127.0.0.1");
        if (verbose) {
            set("quarkus.log.category.\"dev.millrace\".level", "DEBUG");
        }
    }

    private static void set(String key, @Nullable String value) {
        if (value != null) {
            System.setProperty(key, value);
        }
    }
}
