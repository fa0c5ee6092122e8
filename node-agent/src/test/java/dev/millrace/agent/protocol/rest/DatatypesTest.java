package dev.millrace.agent.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.tensor.InferResponse;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of every datatype from JSON to raw form and back, and from raw form to binary and back. */
class DatatypesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            BOOL   | [true,false]
            UINT8  | [0,255]
            UINT16 | [0,65535]
            UINT32 | [0,4294967295]
            UINT64 | [0,18446744073709551615]
            INT8   | [-128,127]
            INT16  | [-32768,32767]
            INT32  | [-2147483648,2147483647]
            INT64  | [-9223372036854775808,9223372036854775807]
            FP16   | [0.5,-65504.0]
            BF16   | [0.5,-256.0]
            FP32   | [0.1,-3.4028235E38]
            FP64   | [0.1,"NaN"]
            BYTES  | ["","grün"]
            """)
    void jsonGoesInAndComesOut(String datatype, String data) throws Exception {
        Tensor tensor = read("{\"name\":\"t\",\"shape\":[2],\"datatype\":\"" + datatype + "\",\"data\":" + data + "}");
        RestRequest asked = read("m", "{\"inputs\":[]}".getBytes(StandardCharsets.UTF_8), 13);
        InferWriter.Body body = InferWriter.write(asked, new InferResponse("m", "", Map.of(), List.of(tensor)));
        assertThat(body.jsonBytes()).isEqualTo(-1);
        assertThat(MAPPER.readTree(body.bytes().getBytes()).at("/outputs/0/data"))
                .isEqualTo(MAPPER.readTree(data));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            BOOL   | [2]
            UINT8  | [-1]
            UINT16 | [65536]
            UINT32 | [4294967296]
            UINT64 | [18446744073709551616]
            INT8   | [128]
            INT16  | [1.5]
            INT32  | [2147483648]
            INT64  | [9223372036854775808]
            FP32   | ["x"]
            BYTES  | [1]
            """)
    void valuesOutOfRangeAreRefused(String datatype, String data) {
        assertThatThrownBy(() ->
                        read("{\"name\":\"t\",\"shape\":[1],\"datatype\":\"" + datatype + "\",\"data\":" + data + "}"))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("input 't' of datatype " + datatype + " takes");
    }

    @Test
    void dataBeforeItsDatatypeAndNestedDataAreRead() {
        Tensor tensor = read("{\"data\":[[1,2],[3,4]],\"shape\":[2,2],\"datatype\":\"UINT8\",\"name\":\"t\"}");
        assertThat(tensor.bytes()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
    }

    @Test
    void binaryPartsFollowTheJsonInTheOrderOfTheInputs() {
        byte[] json = ("{\"inputs\":[{\"name\":\"a\",\"shape\":[2],\"datatype\":\"INT8\",\"parameters\":"
                        + "{\"binary_data_size\":2}},{\"name\":\"b\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":"
                        + "{\"binary_data_size\":5}}]}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] body = ByteBuffer.allocate(json.length + 7)
                .put(json)
                .put(new byte[] {1, 2, 1, 0, 0, 0, 'x'})
                .array();
        List<Tensor> inputs = read("m", body, json.length).request().inputs();
        assertThat(inputs.get(0).bytes()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThat(inputs.get(1).bytes()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 'x'}));
    }

    @Test
    void byteStringsThatAreCutOffOrNotTextAreRefused() {
        byte[] json = ("{\"inputs\":[{\"name\":\"b\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":"
                        + "{\"binary_data_size\":5}}]}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] cut = ByteBuffer.allocate(json.length + 5)
                .put(json)
                .put(new byte[] {9, 0, 0, 0, 'x'})
                .array();
        assertThatThrownBy(() -> read("m", cut, json.length)).hasMessageContaining("cut off");
        byte[] noText = ByteBuffer.allocate(json.length + 5)
                .put(json)
                .put(new byte[] {1, 0, 0, 0, (byte) 0xFF})
                .array();
        RestRequest request = read("m", noText, json.length);
        assertThatThrownBy(() -> InferWriter.write(
                        request,
                        new InferResponse("m", "", Map.of(), request.request().inputs())))
                .hasMessageContaining("not UTF-8");
    }

    private static Tensor read(String input) {
        byte[] body = ("{\"inputs\":[" + input + "]}").getBytes(StandardCharsets.UTF_8);
        return read("m", body, body.length).request().inputs().getFirst();
    }

    private static RestRequest read(String model, byte[] body, int jsonBytes) {
        return InferReader.read(model, ByteBuffer.wrap(body), jsonBytes, Limits.ofBodies(1 << 20));
    }
}
