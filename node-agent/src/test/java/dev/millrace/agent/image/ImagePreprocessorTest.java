package dev.millrace.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Signature;
import dev.millrace.agent.tensor.Tensor;
import dev.millrace.agent.tensor.TensorSpec;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePreprocessorTest {
    private static final Signature NHWC = model(Datatype.FP32, -1, 4, 6, 3);
    private static final Signature NCHW = model(Datatype.FP32, -1, 3, 4, 6);

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void colorsBecomeNormalisedChannels(String format) throws IOException {
        byte[] file = file(format, 60, 40, new Color(200, 100, 50));
        ImagePreprocessor step = new ImagePreprocessor(6, 4, false, List.of(100.0, 0.0, 50.0), List.of(0.5, 0.01, 1.0));
        Tensor tensor = prepared(step, NHWC, file);
        assertThat(tensor.shape()).containsExactly(1, 4, 6, 3);
        ByteBuffer data = tensor.bytes();
        for (int pixel = 0; pixel < 24; pixel++) {
            assertThat(data.getFloat()).isCloseTo(50, within(1.5f));
            assertThat(data.getFloat()).isCloseTo(1, within(0.03f));
            assertThat(data.getFloat()).isCloseTo(0, within(3f));
        }
    }

    @Test
    void channelsFirstPutsEachChannelTogetherAndABatchIsSeveralFiles() throws IOException {
        byte[] red = file("png", 6, 4, Color.RED);
        byte[] blue = file("png", 12, 12, Color.BLUE);
        Tensor tensor = prepared(new ImagePreprocessor(6, 4, true, List.of(), List.of(1 / 255.0)), NCHW, red, blue);
        assertThat(tensor.shape()).containsExactly(2, 3, 4, 6);
        float[] values = new float[2 * 3 * 24];
        tensor.bytes().asFloatBuffer().get(values);
        assertThat(Arrays.copyOfRange(values, 0, 24)).containsOnly(1);
        assertThat(Arrays.copyOfRange(values, 24, 72)).containsOnly(0);
        assertThat(Arrays.copyOfRange(values, 72 + 48, 144)).containsOnly(1);
    }

    @Test
    void everyPixelOfALargeImageCounts() throws IOException {
        BufferedImage stripes = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                stripes.setRGB(x, y, x % 2 == 0 ? 0xFFFFFF : 0);
            }
        }
        Tensor tensor = prepared(
                new ImagePreprocessor(16, 16, false, List.of(), List.of()),
                model(Datatype.UINT8, 1, 16, 16, 3),
                encoded(stripes, "png"));
        ByteBuffer data = tensor.bytes();
        while (data.hasRemaining()) {
            assertThat(Byte.toUnsignedInt(data.get())).isBetween(125, 130);
        }
    }

    @Test
    void integersAreRoundedAndHeldToTheirRange() throws IOException {
        byte[] file = file("png", 2, 2, new Color(255, 128, 0));
        ImagePreprocessor step = new ImagePreprocessor(2, 2, false, List.of(128.0), List.of(2.0));
        byte[] values = new byte[12];
        prepared(step, model(Datatype.INT8, -1, 2, 2, 3), file).bytes().get(values);
        assertThat(Arrays.copyOf(values, 3)).containsExactly((byte) 127, (byte) 0, (byte) -128);
    }

    @Test
    void clientsSeeABytesInputOfTheModelsName() {
        Signature seen = new ImagePreprocessor(6, 4, false, List.of(), List.of()).signature(NHWC);
        assertThat(seen.inputs()).containsExactly(new TensorSpec("x", Datatype.BYTES, new long[] {-1}));
        assertThat(seen.outputs()).isEqualTo(NHWC.outputs());
    }

    @Test
    void whatIsNoImageOrDamagedIsToldSo() throws IOException {
        refused("neither JPEG nor PNG", "hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        refused("neither JPEG nor PNG", new byte[0]);
        byte[] png = file("png", 60, 40, Color.RED);
        refused("damaged", Arrays.copyOf(png, 20));
        Random random = new Random(1);
        for (String format : new String[] {"png", "jpeg"}) {
            byte[] whole = file(format, 60, 40, Color.RED);
            for (int i = 0; i < 300; i++) {
                byte[] broken = whole.clone();
                for (int flips = 0; flips < 4; flips++) {
                    broken[2 + random.nextInt(broken.length - 2)] = (byte) random.nextInt();
                }
                try {
                    prepared(new ImagePreprocessor(6, 4, false, List.of(), List.of()), NHWC, broken);
                } catch (ServingException e) {
                    assertThat(e.fault()).isEqualTo(Fault.INVALID);
                }
            }
        }
    }

    @Test
    void aSmallFileThatStandsForAHugeImageIsRefusedBeforeItIsDecoded() throws IOException {
        byte[] bomb = file("png", 60, 40, Color.RED);
        // Width and height stand behind the signature and the length and type of the first chunk; its CRC follows.
        ByteBuffer head = ByteBuffer.wrap(bomb);
        head.putInt(16, 50_000).putInt(20, 50_000);
        CRC32 crc = new CRC32();
        crc.update(bomb, 12, 17);
        head.putInt(29, (int) crc.getValue());
        refused("more than the", bomb);
    }

    private static void refused(String message, byte[] file) {
        assertThatThrownBy(() -> prepared(new ImagePreprocessor(6, 4, false, List.of(), List.of()), NHWC, file))
                .isInstanceOfSatisfying(
                        ServingException.class, e -> assertThat(e.fault()).isEqualTo(Fault.INVALID))
                .hasMessageContaining(message);
    }

    private static Tensor prepared(ImagePreprocessor step, Signature model, byte[]... files) {
        int bytes = Arrays.stream(files).mapToInt(file -> 4 + file.length).sum();
        ByteBuffer data = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (byte[] file : files) {
            data.putInt(file.length).put(file);
        }
        Tensor images = Tensor.checked("x", Datatype.BYTES, new long[] {files.length}, data.flip());
        InferRequest request = new InferRequest("site.cam", "", Map.of(), List.of(images), List.of());
        return step.prepare(request, model).inputs().getFirst();
    }

    private static Signature model(Datatype datatype, long... shape) {
        return new Signature(
                List.of(new TensorSpec("x", datatype, shape)),
                List.of(new TensorSpec("y", Datatype.FP32, new long[] {1})));
    }

    private static byte[] file(String format, int width, int height, Color color) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(color);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return encoded(image, format);
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }
}
