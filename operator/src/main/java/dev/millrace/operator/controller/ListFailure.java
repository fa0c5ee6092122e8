package dev.millrace.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;

/** Tells a first list that is worth another try from one that is not. */
final class ListFailure {
    /** Unauthorized, forbidden, not found: somebody has to act before these pass. */
    private static final Set<Integer> LASTING = Set.of(401, 403, 404);

    private ListFailure() {}

    /** Whether the same request may succeed later: a connection was closed, the API server is busy or restarting. */
    static boolean mayPass(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException answer && LASTING.contains(answer.getCode())) {
                return false;
            }
        }
        return true;
    }
}
