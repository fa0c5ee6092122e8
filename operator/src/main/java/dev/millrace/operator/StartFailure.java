package dev.millrace.operator;

import dev.millrace.operator.controller.MissingKindsException;
import dev.millrace.operator.controller.SecondInstallException;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Says in one sentence why the operator could not start, and what may help. */
final class StartFailure {
    private StartFailure() {}

    static String explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MissingKindsException) {
                return cause.getMessage()
                        + ". Maybe apply the CRDs first: millrace crds | kubectl apply --server-side -f -";
            }
            if (cause instanceof SecondInstallException) {
                return String.valueOf(cause.getMessage());
            }
            if (cause instanceof KubernetesClientException) {
                return "the API server cannot be used: " + cause.getMessage()
                        + ". Maybe name the cluster by --kubeconfig and --context";
            }
        }
        return "the operator could not start: " + failure;
    }
}
