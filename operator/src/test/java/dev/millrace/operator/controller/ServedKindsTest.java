package dev.millrace.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.crds.schema.CrdFile;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class ServedKindsTest {
    private final JsonNode own = Serialization.unmarshal(CrdFile.INFERENCE_APP.yaml(), JsonNode.class);
    private final JsonNode served =
            own.at("/spec/versions/0/schema/openAPIV3Schema").deepCopy();

    @Test
    void theSameSchemaLacksNothing() {
        assertThat(ServedKinds.missing(own, served)).isEmpty();
    }

    @Test
    void aFieldThatTheClusterDoesNotKnowIsNamed() {
        ((ObjectNode) served.at("/properties/spec/properties/slo/properties")).remove("objective");

        assertThat(ServedKinds.missing(own, served)).containsExactly(".spec.slo.objective");
    }

    @Test
    void aNewerDefinitionIsFine() {
        ((ObjectNode) served.at("/properties/spec/properties"))
                .putObject("added")
                .put("type", "string");

        assertThat(ServedKinds.missing(own, served)).isEmpty();
    }
}
