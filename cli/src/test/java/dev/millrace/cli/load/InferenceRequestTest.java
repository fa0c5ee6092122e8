package dev.millrace.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class InferenceRequestTest {
    @Test
    void headerDescribesTheDataThatFollows() throws Exception {
        List<TensorSpec> inputs = List.of(
                new TensorSpec("image", "FP32", List.of(-1L, 3L, -1L, -1L)),
                new TensorSpec("ids", "INT64", List.of(2L)));
        InferenceRequest request =
                InferenceRequest.of(inputs, Map.of("image", List.of(1L, 3L, 4L, 5L)), false, new Random(1));

        JsonNode header = new ObjectMapper().readTree(request.body(), 0, request.headerLength());
        assertThat(header.at("/inputs/0/shape").toString()).isEqualTo("[1,3,4,5]");
        assertThat(header.at("/inputs/0/parameters/binary_data_size").asInt()).isEqualTo(240);
        assertThat(header.at("/inputs/1/parameters/binary_data_size").asInt()).isEqualTo(16);
        assertThat(header.at("/parameters/binary_data_output").asBoolean()).isTrue();
        assertThat(request.body()).hasSize(request.headerLength() + 256);
    }

    @Test
    void openSizesAreFilledIn() throws Exception {
        InferenceRequest vector = InferenceRequest.of(
                List.of(new TensorSpec("input", "UINT8", List.of(-1L))), Map.of(), false, new Random(1));
        assertThat(vector.body()).hasSize(vector.headerLength() + 1);
        InferenceRequest image = InferenceRequest.of(
                List.of(new TensorSpec("x", "FP32", List.of(-1L, 3L, -1L, -1L))), Map.of(), false, new Random(1));
        assertThat(image.body()).hasSize(image.headerLength() + 3 * 64 * 64 * 4);
    }

    @Test
    void textHasNoDataToMakeUp() {
        List<TensorSpec> text = List.of(new TensorSpec("prompt", "BYTES", List.of(1L)));
        assertThatThrownBy(() -> InferenceRequest.of(text, Map.of(), false, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prompt")
                .hasMessageContaining("BYTES");
    }

    @Test
    void appsWithImagesGetJpegFiles() throws Exception {
        List<TensorSpec> image = List.of(new TensorSpec("image", "BYTES", List.of(-1L)));
        InferenceRequest request = InferenceRequest.of(image, Map.of("image", List.of(2L)), true, new Random(1));

        ByteBuffer strings = ByteBuffer.wrap(
                        request.body(), request.headerLength(), request.body().length - request.headerLength())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 2; i++) {
            byte[] file = new byte[strings.getInt()];
            strings.get(file);
            BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(file));
            assertThat(decoded.getWidth()).isEqualTo(640);
        }
        assertThat(strings.hasRemaining()).isFalse();
    }
}
