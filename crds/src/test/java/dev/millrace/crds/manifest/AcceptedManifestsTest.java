package dev.millrace.crds.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests as users write them are accepted: real scenarios, the shipped examples and the shipped profiles. */
class AcceptedManifestsTest {

    @ParameterizedTest
    @CsvSource({
        "src/test/resources/cases/predict-swap, 5, 1, 5",
        "src/test/resources/cases/predict-co-resident, 4, 1, 4",
        "src/test/resources/cases/predict-split, 2, 2, 3",
        "src/test/resources/cases/plan-tpu4, 160, 4, 0"
    })
    void scenarios(Path folder, int apps, int nodes, int assignments) throws Exception {
        var manifests = Reading.files(folder);
        assertThat(manifests.apps()).hasSize(apps);
        assertThat(manifests.nodes()).hasSize(nodes);
        assertThat(manifests.nodes().stream()
                        .map(n -> n.getSpec().assignments())
                        .mapToInt(a -> a == null ? 0 : a.size())
                        .sum())
                .isEqualTo(assignments);
    }

    @ParameterizedTest
    @CsvSource({"predict-cpu", "predict-edgetpu", "predict-gpu", "demo"})
    void examples(String folder) throws Exception {
        assertThat(Reading.files(Path.of("../examples", folder)).apps()).isNotEmpty();
    }

    @Test
    void shippedProfiles() throws Exception {
        var manifests = Reading.files(Path.of("../deploy/profiles"));
        assertThat(manifests.profiles()).hasSizeGreaterThan(20);
        assertThat(manifests.notes()).isEqualTo(List.of());
    }
}
