package dev.millrace.agent.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.agent.RunningAgent;
import dev.millrace.agent.device.TimeSample;
import dev.millrace.agent.runtime.Model;
import dev.millrace.agent.runtime.onnx.OnnxModel;
import dev.millrace.agent.tensor.Signature;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelProfilerTest {
    @Test
    void meanAndVariabilityAreThoseOfTheTimes() {
        TimeSample times = new TimeSample();
        assertThat(times.relativeError()).isInfinite();
        for (long nanos : new long[] {1_000_000_002, 1_000_000_004, 1_000_000_004, 1_000_000_006}) {
            times.add(nanos);
        }
        assertThat(times.meanNanos()).isEqualTo(1_000_000_004);
        // Sum of squares 8, variance 8/3 by hand.
        assertThat(times.cv2()).isCloseTo(8 / 3.0 / 1_000_000_004.0 / 1_000_000_004.0, within(1e-24));
        assertThat(times.relativeError()).isCloseTo(1.96 * Math.sqrt(times.cv2() / 4), within(1e-15));
    }

    @Test
    void aRealModelIsMeasuredByBatch() throws Exception {
        try (Model model = OnnxModel.load(RunningAgent.MODELS.resolve("ch_ppocr_mobile_v2.0_cls_infer.onnx"))) {
            Signature asked = InputShape.apply(model.signature(), List.of(InputShape.parse("x:1,3,48,192")));
            Map<Integer, TimeSample> times = new ModelProfiler(200).serviceTimes(model, asked, List.of(1, 4));
            assertThat(times).containsOnlyKeys(1, 4);
            assertThat(times.get(1).meanNanos()).isPositive();
            assertThat(times.get(4).meanNanos())
                    .as("a batch of four takes longer than one")
                    .isGreaterThan(times.get(1).meanNanos());
        }
    }

    @Test
    void shapesThatDoNotFitAreRefused() throws Exception {
        for (String wrong : List.of("x", "x:", "x:1,a", ":1,2", "x:0,3")) {
            assertThatThrownBy(() -> InputShape.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
        try (Model model = OnnxModel.load(RunningAgent.MODELS.resolve("ch_ppocr_mobile_v2.0_cls_infer.onnx"))) {
            assertThatThrownBy(() -> InputShape.apply(model.signature(), List.of(InputShape.parse("y:1,3,48,192"))))
                    .hasMessageContaining("'y'");
        }
    }
}
