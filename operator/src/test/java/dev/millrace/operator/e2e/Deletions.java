package dev.millrace.operator.e2e;

import static dev.millrace.operator.e2e.RunningOperator.within;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;

/** Deletes many objects at once. */
final class Deletions {
    private static final int SECONDS = 600;
    private static final int GATEWAY_TIMEOUT = 504;

    private Deletions() {}

    /** Returns once there are none. An API server gives a deletion up after a minute, with a part of them gone. */
    static <T extends HasMetadata, L extends KubernetesResourceList<T>> void all(
            FilterWatchListDeletable<T, L, ?> chosen) {
        within(SECONDS).until(() -> {
            try {
                chosen.delete();
            } catch (KubernetesClientException e) {
                boolean unanswered = e.getStatus() == null;
                if (!unanswered && e.getCode() != GATEWAY_TIMEOUT) {
                    throw e;
                }
            }
            return chosen.list().getItems().isEmpty();
        });
    }
}
