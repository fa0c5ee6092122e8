package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CaseManifestsTest {
    @Test
    void everyAppIsAssigned() throws IOException {
        String manifests =
                CaseManifests.of(Workload.swapAware().pairs(1).preprocess(2.5).of(3));
        assertThat(manifests)
                .contains("\"deviceClass\" : \"EdgeTPU\"", "\"cpu\" : \"2.5ms\"", "\"coResident\" : \"set-0\"")
                .contains("\"device\" : \"SwapAware\"", "\"switchTime\" : \"9ms\"");
        assertThat(manifests.split("\"kind\" : \"InferenceApp\"", -1)).hasSize(4);
        assertThat(manifests.split("\"variant\" : ", -1)).hasSize(4);
    }
}
