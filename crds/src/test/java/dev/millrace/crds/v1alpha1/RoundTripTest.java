package dev.millrace.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.crds.schema.FullObjects;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
    private final ObjectMapper plain = new ObjectMapper();
    private final KubernetesSerialization client = new KubernetesSerialization();

    @ParameterizedTest
    @ValueSource(
            classes = {
                InferenceApp.class,
                InferenceModel.class,
                ModelProfile.class,
                InferenceNode.class,
                PlacementPolicy.class
            })
    void everyFieldSurvivesAndAbsentFieldsStayAbsent(Class<?> kind) throws IOException {
        for (JsonNode document : List.of(FullObjects.full(kind), FullObjects.minimal(kind))) {
            assertThat(plain.readTree(plain.writeValueAsString(plain.treeToValue(document, kind))))
                    .isEqualTo(document);
            Object read = client.unmarshal(document.toString(), kind);
            assertThat(plain.readTree(client.asJson(read))).isEqualTo(document);
        }
    }

    @Test
    void fieldsOfANewerVersionAreIgnored() throws IOException {
        var json = "{\"latency\": \"80ms\", \"jitter\": \"1ms\"}";
        assertThat(plain.readValue(json, Slo.class)).isEqualTo(new Slo("80ms", null));
    }
}
