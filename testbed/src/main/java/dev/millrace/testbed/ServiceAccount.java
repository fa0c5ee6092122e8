package dev.millrace.testbed;

import org.jspecify.annotations.Nullable;

/**
 * Whom a client acts as.
 *
 * @param namespace of the account
 * @param name of the account
 * @param node the node that the token is bound to; the API server then tells admission rules the node's name
 *     ({@code authentication.kubernetes.io/node-name}) as for a Pod that runs there. A Node object of that name must
 *     exist. Null for a token that is bound to no Node
 * @param pod the Pod of the same namespace that the token is bound to, as a kubelet asks for it; the API server then tells
 *     the name of the Pod's node. Null for a token that is bound to no Pod
 */
public record ServiceAccount(
        String namespace,
        String name,
        @Nullable String node,
        @Nullable String pod) {

    public static ServiceAccount of(String namespace, String name) {
        return new ServiceAccount(namespace, name, null, null);
    }

    public ServiceAccount onNode(String node) {
        return new ServiceAccount(namespace, name, node, null);
    }

    public ServiceAccount inPod(String pod) {
        return new ServiceAccount(namespace, name, null, pod);
    }
}
