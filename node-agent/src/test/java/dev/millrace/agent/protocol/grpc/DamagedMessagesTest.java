package dev.millrace.agent.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.protocol.Mutations;
import dev.millrace.agent.protocol.grpc.oip.InferParameter;
import dev.millrace.agent.protocol.grpc.oip.InferTensorContents;
import dev.millrace.agent.protocol.grpc.oip.ModelInferRequest;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.ServingException;
import org.junit.jupiter.api.Test;

/** Whatever a message holds, it is read or refused as the client's fault; nothing else comes out. */
class DamagedMessagesTest {
    private static final int INPUTS = 40_000;
    private static final Limits LIMITS = new Limits(1 << 16, 1 << 12, 100, 1 << 20);

    @Test
    void damagedMessagesAreTheClientsFault() {
        Mutations mutations = new Mutations(2);
        byte[][] valid = {
            input("UINT8", 2)
                    .addRawInputContents(ByteString.copyFrom(new byte[2]))
                    .build()
                    .toByteArray(),
            input("BYTES", 1)
                    .putParameters(
                            "timeout",
                            InferParameter.newBuilder().setInt64Param(5).build())
                    .setInputs(
                            0,
                            input("BYTES", 1).getInputs(0).toBuilder()
                                    .setContents(InferTensorContents.newBuilder()
                                            .addBytesContents(ByteString.copyFromUtf8("text"))))
                    .build()
                    .toByteArray()
        };
        int read = 0;
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] message = mutations.next(valid[i % valid.length]);
            try {
                InferRequest request = GrpcTensors.read(ModelInferRequest.parseFrom(message), LIMITS);
                request.timeoutMicros();
                request.priority();
                read++;
            } catch (ServingException e) {
                assertThat(e.fault()).isIn(Fault.INVALID, Fault.TOO_LARGE);
                assertThat(e.getMessage()).doesNotContain("Exception");
                refused++;
            } catch (InvalidProtocolBufferException e) {
                // The barrier answers this one: a malformed message.
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    private static ModelInferRequest.Builder input(String datatype, long size) {
        return ModelInferRequest.newBuilder()
                .setModelName("site.cam")
                .addInputs(ModelInferRequest.InferInputTensor.newBuilder()
                        .setName("input")
                        .setDatatype(datatype)
                        .addShape(size));
    }
}
