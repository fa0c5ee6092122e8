package dev.millrace.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListFailureTest {
    @Test
    void aClosedConnectionMayPass() {
        assertThat(ListFailure.mayPass(new CompletionException(new IOException("Connection was closed"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void aBusyServerMayPass(int code) {
        assertThat(ListFailure.mayPass(answer(code))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void whatSomebodyHasToMendDoesNot(int code) {
        assertThat(ListFailure.mayPass(new CompletionException(answer(code)))).isFalse();
    }

    private static KubernetesClientException answer(int code) {
        return new KubernetesClientException(
                new StatusBuilder().withCode(code).withMessage("answer").build());
    }
}
