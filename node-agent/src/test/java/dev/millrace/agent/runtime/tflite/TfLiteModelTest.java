package dev.millrace.agent.runtime.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.agent.runtime.LoadException;
import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TfLiteModelTest {
    private static final int STRING = 5;
    private static final int INT8 = 9;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "0,FP32",
        "1,FP16",
        "2,INT32",
        "3,UINT8",
        "4,INT64",
        "6,BOOL",
        "7,INT16",
        "9,INT8",
        "10,FP64",
        "12,UINT64",
        "15,UINT32",
        "16,UINT16"
    })
    void everyTypeAndAnyLengthGoesThrough(int type, Datatype datatype) throws Exception {
        try (TfLiteModel model = load(type)) {
            assertThat(model.signature().inputs()).singleElement().satisfies(spec -> {
                assertThat(spec.name()).isEqualTo("x");
                assertThat(spec.datatype()).isEqualTo(datatype);
                assertThat(spec.shape()).containsExactly(-1);
            });
            assertThat(model.signature().outputs().getFirst().shape()).containsExactly(1, -1);
            for (int length : new int[] {3, 1, 300}) {
                byte[] bytes = new byte[length * datatype.elementBytes()];
                Arrays.fill(bytes, (byte) 1);
                Tensor output = run(model, datatype, length, ByteBuffer.wrap(bytes));
                assertThat(output.shape()).containsExactly(1, length);
                assertThat(output.bytes()).isEqualTo(ByteBuffer.wrap(bytes));
            }
        }
    }

    @Test
    void byteStringsGoThrough() throws Exception {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        for (String text : List.of("one", "", "drei, mit Umlaut: ä")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            data.putInt(bytes.length).put(bytes);
        }
        data.flip();
        try (TfLiteModel model = load(STRING)) {
            Tensor output = run(model, Datatype.BYTES, 3, data);
            assertThat(output.shape()).containsExactly(1, 3);
            assertThat(output.bytes()).isEqualTo(data);
        }
    }

    @Test
    void runsAtTheSameTimeDoNotDisturbEachOther() throws Exception {
        try (TfLiteModel model = TfLiteModel.onCpu(TinyModel.expandDimensions(folder.resolve("m.tflite"), INT8), 2);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Callable<Boolean> many = () -> {
                boolean same = true;
                for (int i = 1; i < 200; i++) {
                    byte[] bytes = new byte[i];
                    Arrays.fill(bytes, (byte) i);
                    same &= run(model, Datatype.INT8, i, ByteBuffer.wrap(bytes))
                            .bytes()
                            .equals(ByteBuffer.wrap(bytes));
                }
                return same;
            };
            for (Future<Boolean> result : threads.invokeAll(List.of(many, many, many, many))) {
                assertThat(result.get()).isTrue();
            }
        }
    }

    @Test
    void filesThatAreNoModelsAreRefusedWithTheReason() throws Exception {
        Path tiny = TinyModel.expandDimensions(folder.resolve("m.tflite"), INT8);
        byte[] whole = Files.readAllBytes(tiny);
        assertThat(refused(Files.write(folder.resolve("torn.tflite"), Arrays.copyOf(whole, whole.length / 2))))
                .hasMessageContaining("torn.tflite");
        assertThat(refused(Files.writeString(folder.resolve("text.tflite"), "no model at all, but some text")))
                .hasMessageContaining("text.tflite");
        assertThat(refused(Files.createFile(folder.resolve("empty.tflite")))).isNotNull();
        assertThat(refused(folder.resolve("none.tflite"))).hasMessageContaining("none.tflite");
        assertThat(refused(TinyModel.custom(folder.resolve("custom.tflite"), "edgetpu-custom-op")))
                .hasMessageContaining("edgetpu-custom-op");
    }

    @Test
    void aRequestThatTheGraphRefusesLeavesTheModelUsable() throws Exception {
        try (TfLiteModel model = load(INT8)) {
            InferRequest wrong = new InferRequest(
                    "m",
                    "",
                    Map.of(),
                    List.of(new Tensor("x", Datatype.INT8, new long[] {4}, ByteBuffer.allocate(2))),
                    List.of());
            assertThatThrownBy(() -> model.run(wrong)).isInstanceOf(ServingException.class);
            assertThat(run(model, Datatype.INT8, 2, ByteBuffer.allocate(2)).shape())
                    .containsExactly(1, 2);
        }
    }

    @Test
    void complexNumbersAreUnsupported() throws IOException {
        LoadException error = refused(TinyModel.expandDimensions(folder.resolve("c.tflite"), 8));
        assertThat(error.reason()).isEqualTo("UnsupportedModel");
    }

    private static LoadException refused(Path file) {
        LoadException error = catchThrowableOfType(LoadException.class, () -> TfLiteModel.onCpu(file, 1));
        assertThat(error).as("%s", file).isNotNull();
        return error;
    }

    private TfLiteModel load(int type) throws IOException, LoadException {
        return TfLiteModel.onCpu(TinyModel.expandDimensions(folder.resolve("m.tflite"), type), 1);
    }

    private static Tensor run(TfLiteModel model, Datatype datatype, int length, ByteBuffer data) {
        Tensor input = new Tensor("x", datatype, new long[] {length}, data);
        return model.run(new InferRequest("m", "", Map.of(), List.of(input), List.of()))
                .getFirst();
    }
}
