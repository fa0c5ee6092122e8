package dev.millrace.agent.plan;

import static dev.millrace.agent.Manifests.assignment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.agent.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {
    @TempDir
    private Path folder;

    private final PlanInputs inputs =
            Manifests.inputs(7, assignment("cam", "edgetpu-0", "edgetpu", 1), assignment("gate", "gpu-0", "gpu", 1));

    @Test
    void whatIsWrittenCompilesToTheSamePlan() throws IOException {
        PlanFile file = new PlanFile(folder);
        assertThat(file.read()).isEmpty();
        file.write(inputs);
        PlanInputs read = new PlanFile(folder).read().orElseThrow();
        assertThat(compile(read)).isEqualTo(compile(inputs));
        assertThat(compile(read).apps()).hasSize(2);
    }

    @Test
    void aTornOrChangedFileIsNotUsed() throws IOException {
        PlanFile file = new PlanFile(folder);
        file.write(inputs);
        Path path = folder.resolve("plan.jsonl");
        byte[] whole = Files.readAllBytes(path);
        for (int length : new int[] {0, 10, 65, 200, whole.length - 1}) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertThat(file.read()).as("%d of %d bytes", length, whole.length).isEmpty();
        }
        whole[whole.length / 2] ^= 1;
        Files.write(path, whole);
        assertThat(file.read()).isEmpty();
    }

    @Test
    void onlyWhatThePlanRefersToIsKept() {
        PlanInputs one = Manifests.inputs(7, assignment("cam", "edgetpu-0", "edgetpu", 1));
        PlanInputs narrow = PlanScope.narrow(one);
        assertThat(narrow.apps())
                .singleElement()
                .satisfies(app -> assertThat(app.getMetadata().getName()).isEqualTo("cam"));
        assertThat(narrow.models()).hasSize(1);
        assertThat(narrow.profiles())
                .allSatisfy(profile -> assertThat(profile.getSpec().model()).isEqualTo("angle"));
        assertThat(compile(narrow)).isEqualTo(compile(one));
    }

    private static NodePlan compile(PlanInputs inputs) {
        return new PlanCompiler("n1", Inventories.of(inputs.node().getStatus(), List.of(), null, null, null))
                .compile(inputs);
    }
}
