package dev.millrace.operator.controller;

import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Tells a write that came too late, because the object or its namespace is being deleted, from one that failed. */
final class GoingAway {
    private static final String NAMESPACE_TERMINATING = "NamespaceTerminating";

    private GoingAway() {}

    static boolean says(KubernetesClientException refusal) {
        return refusal.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                || Optional.ofNullable(refusal.getStatus())
                        .map(status -> status.getDetails())
                        .map(details -> details.getCauses())
                        .filter(causes ->
                                causes.stream().map(StatusCause::getReason).anyMatch(NAMESPACE_TERMINATING::equals))
                        .isPresent();
    }
}
