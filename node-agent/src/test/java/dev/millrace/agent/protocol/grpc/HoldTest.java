package dev.millrace.agent.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.agent.protocol.HeldBytes;
import dev.millrace.agent.protocol.grpc.oip.ModelInferRequest;
import dev.millrace.agent.tensor.ServingException;
import org.junit.jupiter.api.Test;

class HoldTest {
    @Test
    void bytesAreHeldUpToTheLimitAndGivenBackOnce() {
        ModelInferRequest request =
                ModelInferRequest.newBuilder().setModelName("a".repeat(100)).build();
        HeldBytes held = new HeldBytes(2L * request.getSerializedSize());
        Hold first = Hold.of(request, held);
        Hold.of(request, held);
        assertThatThrownBy(() -> Hold.of(request, held))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("as many requests as it can");
        first.release();
        first.release();
        assertThat(held.now()).isEqualTo(request.getSerializedSize());
        Hold.of(request, held);
    }
}
