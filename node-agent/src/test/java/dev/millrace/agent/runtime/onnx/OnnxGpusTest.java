package dev.millrace.agent.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.agent.runtime.LoadException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where there is no CUDA: that is said, and nothing else happens. */
class OnnxGpusTest {
    @Test
    void thePackagedRuntimeHasNoCuda() {
        OnnxGpus gpus = OnnxGpus.find(null);

        assertThat(gpus.problem())
                .hasValue("this ONNX Runtime is built without CUDA; Maybe --onnxruntime-library names a folder with one"
                        + " that is");
        assertThatThrownBy(() -> gpus.load(Path.of("model.onnx"), 0))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("built without CUDA");
    }

    @Test
    void aFolderWithoutARuntimeIsNamed(@TempDir Path empty) {
        assertThat(OnnxGpus.find(empty).problem()).hasValue("there is no libonnxruntime.so in " + empty);
    }
}
