package dev.millrace.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.agent.RunningAgent;
import dev.millrace.agent.runtime.onnx.OnnxModel;
import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.Signature;
import dev.millrace.agent.tensor.Tensor;
import dev.millrace.agent.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchesTest {
    /** Answers with its input, and with the number of rows where asked for "rows"; notes how many rows it got at once. */
    private static final class Echo implements Model {
        private final List<Long> runs = new ArrayList<>();
        private final long firstDimension;

        Echo(long firstDimension) {
            this.firstDimension = firstDimension;
        }

        @Override
        public Signature signature() {
            return new Signature(
                    List.of(new TensorSpec("x", Datatype.FP32, new long[] {firstDimension, 2})),
                    List.of(
                            new TensorSpec("y", Datatype.FP32, new long[] {firstDimension, 2}),
                            new TensorSpec("rows", Datatype.INT64, new long[] {firstDimension})));
        }

        @Override
        public List<Tensor> run(InferRequest request) {
            Tensor x = request.inputs().getFirst();
            long rows = x.shape()[0];
            runs.add(rows);
            ByteBuffer counts = ByteBuffer.allocate((int) rows * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < rows; i++) {
                counts.putLong(rows);
            }
            return List.of(
                            new Tensor("y", Datatype.FP32, x.shape(), x.bytes()),
                            new Tensor("rows", Datatype.INT64, new long[] {rows}, counts.flip()))
                    .stream()
                    .filter(output ->
                            request.outputs().isEmpty() || request.outputs().contains(output.name()))
                    .toList();
        }

        @Override
        public String platform() {
            return "echo";
        }

        @Override
        public boolean emulated() {
            return false;
        }

        @Override
        public void close() {}
    }

    @Test
    void requestsRunAsOneAndEachGetsItsOwnAnswer() {
        Echo model = new Echo(-1);
        InferRequest one = request(List.of(), 1, 2);
        InferRequest two = request(List.of("y"), 3, 4, 5, 6);

        List<List<Tensor>> answers = Batches.run(model, List.of(one, two));

        assertThat(model.runs).containsExactly(3L);
        assertThat(answers.get(0)).extracting(Tensor::name).containsExactly("y", "rows");
        assertThat(floats(answers.get(0).getFirst())).containsExactly(1, 2);
        assertThat(answers.get(1)).extracting(Tensor::name).containsExactly("y");
        assertThat(answers.get(1).getFirst().shape()).containsExactly(2, 2);
        assertThat(floats(answers.get(1).getFirst())).containsExactly(3, 4, 5, 6);
    }

    @Test
    void aModelOfFixedSizeRunsOneAfterAnother() {
        Echo model = new Echo(1);

        List<List<Tensor>> answers = Batches.run(model, List.of(request(List.of(), 1, 2), request(List.of(), 3, 4)));

        assertThat(model.runs).containsExactly(1L, 1L);
        assertThat(floats(answers.get(1).getFirst())).containsExactly(3, 4);
    }

    @Test
    void aRealModelAnswersABatchAsItAnswersEach() throws LoadException {
        Random random = new Random(1);
        try (OnnxModel model = OnnxModel.load(RunningAgent.MODELS.resolve("ch_ppocr_mobile_v2.0_cls_infer.onnx"))) {
            List<InferRequest> requests = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ByteBuffer data =
                        ByteBuffer.allocate(3 * 48 * 192 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                while (data.hasRemaining()) {
                    data.putFloat(random.nextFloat());
                }
                requests.add(new InferRequest(
                        "m",
                        "",
                        Map.of(),
                        List.of(new Tensor("x", Datatype.FP32, new long[] {1, 3, 48, 192}, data.flip())),
                        List.of()));
            }
            List<List<Tensor>> together = Batches.run(model, requests);
            for (int i = 0; i < requests.size(); i++) {
                float[] alone = floats(model.run(requests.get(i)).getFirst());
                assertThat(floats(together.get(i).getFirst())).containsExactly(alone, within(1e-5f));
            }
        }
    }

    private static InferRequest request(List<String> outputs, float... values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            data.putFloat(value);
        }
        Tensor x = new Tensor("x", Datatype.FP32, new long[] {values.length / 2, 2}, data.flip());
        return new InferRequest("m", "", Map.of(), List.of(x), outputs);
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[tensor.elements()];
        tensor.bytes().asFloatBuffer().get(values);
        return values;
    }
}
