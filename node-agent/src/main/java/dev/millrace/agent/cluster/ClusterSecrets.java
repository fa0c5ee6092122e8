package dev.millrace.agent.cluster;

import dev.millrace.agent.model.SecretName;
import dev.millrace.agent.model.Secrets;
import dev.millrace.agent.runtime.LoadException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Secrets of the cluster, each read by its name when it is needed and not kept. The agent's own role allows none: a
 * namespace that has private sources grants {@code get} on the Secrets that it names.
 */
public final class ClusterSecrets implements Secrets {
    private final KubernetesClient client;

    public ClusterSecrets(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Map<String, String> read(SecretName name) throws LoadException {
        Secret secret;
        try {
            secret = client.secrets()
                    .inNamespace(name.namespace())
                    .withName(name.name())
                    .get();
        } catch (KubernetesClientException e) {
            throw new LoadException(
                    "CredentialsMissing",
                    "Secret " + name + " cannot be read (" + e.getCode()
                            + "); Maybe grant the agent 'get' on it by a Role in its namespace",
                    e);
        }
        if (secret == null) {
            throw new LoadException("CredentialsMissing", "Secret " + name + " does not exist");
        }
        Map<String, String> values = new HashMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) -> values.put(
                            key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8).strip()));
        }
        return values;
    }
}
