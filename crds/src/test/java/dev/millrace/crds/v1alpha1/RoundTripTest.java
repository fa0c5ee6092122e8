package dev.millrace.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

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
        for (String variant : List.of("full", "minimal")) {
            JsonNode document = document(kind, variant);
            assertThat(plain.readTree(plain.writeValueAsString(plain.treeToValue(document, kind))))
                    .as(variant)
                    .isEqualTo(document);
            Object read = client.unmarshal(document.toString(), kind);
            assertThat(plain.readTree(client.asJson(read))).as(variant).isEqualTo(document);
        }
    }

    private JsonNode document(Class<?> kind, String variant) throws IOException {
        try (var in = getClass().getResourceAsStream("/kinds/" + kind.getSimpleName() + "." + variant + ".yaml")) {
            Object loaded = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            // Through text, so that numbers have the types that JSON gives them.
            return plain.readTree(plain.writeValueAsString(loaded));
        }
    }
}
