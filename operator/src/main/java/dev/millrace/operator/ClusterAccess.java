package dev.millrace.operator;

import dev.millrace.operator.inferencenode.Heartbeats;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which cluster the operator talks to: the one that a flag names, else that of its Pod, else the user's usual one. */
@Singleton
public class ClusterAccess {
    private static final Path SERVICE_ACCOUNT_TOKEN = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    /** Whether this process runs in a Pod with a service account. */
    static boolean inPod() {
        return System.getenv("KUBERNETES_SERVICE_HOST") != null && Files.isReadable(SERVICE_ACCOUNT_TOKEN);
    }

    /** A Pod's name is its own; elsewhere two replicas may run on one host. */
    static String replicaName() {
        String host = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "local");
        return inPod() ? host : host + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Produces
    @Singleton
    Config config(
            @ConfigProperty(name = "millrace.kubeconfig") Optional<String> kubeconfig,
            @ConfigProperty(name = "millrace.context") Optional<String> context) {
        if (kubeconfig.isPresent()) {
            return Config.fromKubeconfig(context.orElse(null), new File(kubeconfig.get()));
        }
        if (context.isEmpty() && inPod()) {
            // A kubeconfig that happens to lie in the image must not lead elsewhere.
            System.setProperty(Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY, "false");
            return new ConfigBuilder().build();
        }
        return Config.autoConfigure(context.orElse(null));
    }

    @Produces
    @Singleton
    Heartbeats heartbeats() {
        return new Heartbeats(System::nanoTime);
    }
}
