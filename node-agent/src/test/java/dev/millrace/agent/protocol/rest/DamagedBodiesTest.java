package dev.millrace.agent.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.protocol.Mutations;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever a body holds, it is read or refused as the client's fault; nothing else comes out. */
class DamagedBodiesTest {
    private static final int INPUTS = 40_000;
    private static final Limits LIMITS = new Limits(1 << 16, 1 << 12, 100, 1 << 20);
    private static final List<String> VALID = List.of(
            "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"UINT8\",\"shape\":[2,2],\"data\":[[7,8],[9,10]]}]}",
            "{\"id\":\"r\",\"parameters\":{\"timeout\":5,\"priority\":1},\"inputs\":[{\"name\":\"a\",\"shape\":[2],"
                    + "\"data\":[\"x\",\"y\"],\"datatype\":\"BYTES\"},{\"name\":\"b\",\"datatype\":\"FP16\",\"shape\":[],"
                    + "\"data\":[1.5]}],\"outputs\":[{\"name\":\"o\",\"parameters\":{\"binary_data\":true}}]}",
            "{\"inputs\":[{\"name\":\"a\",\"datatype\":\"BYTES\",\"shape\":[1],\"parameters\":{\"binary_data_size\":7}},"
                    + "{\"name\":\"b\",\"datatype\":\"INT64\",\"shape\":[1],\"parameters\":{\"binary_data_size\":8}}]}"
                    + "\u0003\u0000\u0000\u0000abc12345678");

    @Test
    void damagedBodiesAreTheClientsFault() {
        Mutations mutations = new Mutations(1);
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] valid = VALID.get(i % VALID.size()).getBytes(StandardCharsets.UTF_8);
            byte[] body = mutations.next(valid);
            int jsonBytes = i % VALID.size() == 2 ? Math.max(0, body.length - 15) : body.length;
            try {
                RestRequest request = InferReader.read("site.cam", ByteBuffer.wrap(body), jsonBytes, LIMITS);
                request.request().timeoutMicros();
                request.request().priority();
                for (Tensor tensor : request.request().inputs()) {
                    assertThat(tensor.data().remaining()).isLessThanOrEqualTo(LIMITS.maxTensorBytes());
                }
                read++;
            } catch (ServingException e) {
                assertThat(e.fault()).isIn(Fault.INVALID, Fault.TOO_LARGE);
                assertThat(e.getMessage()).doesNotContain("Exception");
            }
        }
        assertThat(read).as("bodies that stayed valid").isBetween(500, INPUTS - 500);
    }
}
