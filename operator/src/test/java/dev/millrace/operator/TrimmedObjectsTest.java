package dev.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.operator.inferencenode.MirroredLabels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.Test;

class TrimmedObjectsTest {
    @Test
    void onlyTheOperatorsLabelsAreLeftOfTheManagedFields() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        new TrimmedObjects().customize(mapper);

        ConfigMap read = mapper.readValue("""
                {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "b"},
                 "metadata": {"name": "x", "labels": {"zone": "gate", "mine": "1"}, "managedFields": [
                  {"manager": "kubectl", "fieldsV1": {"f:metadata": {"f:labels": {"f:mine": {}}}, "f:data": {"f:a": {}}}},
                  {"manager": "millrace-operator", "subresource": "status", "fieldsV1": {"f:status": {}}},
                  {"manager": "millrace-operator", "fieldsV1": {"f:metadata": {"f:labels": {"f:zone": {}}}, "f:spec": {}}}]}}
                """, ConfigMap.class);

        assertThat(read.getMetadata().getManagedFields()).hasSize(1);
        assertThat(read.getMetadata()
                        .getManagedFields()
                        .getFirst()
                        .getFieldsV1()
                        .getAdditionalProperties())
                .containsOnlyKeys("f:metadata");
        ConfigMap desired = new ConfigMapBuilder()
                .withNewMetadata()
                .addToLabels("zone", "gate")
                .endMetadata()
                .build();
        assertThat(new MirroredLabels("millrace-operator").match(read, desired)).isTrue();
        assertThat(read.getData()).containsEntry("a", "b");
    }

    @Test
    void equalStringsAreOne() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        new TrimmedObjects().customize(mapper);
        String text = """
                {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "Ready"}, "metadata": {"name": "x",
                 "finalizers": ["Ready"], "namespace": null}}
                """;

        ConfigMap one = mapper.readValue(text, ConfigMap.class);
        ConfigMap other = mapper.readValue(text, ConfigMap.class);

        assertThat(other).isEqualTo(one);
        assertThat(one.getMetadata().getNamespace()).isNull();
        assertThat(one.getData().get("a"))
                .isSameAs(other.getData().get("a"))
                .isSameAs(one.getMetadata().getFinalizers().getFirst());
        assertThat(one.getMetadata().getName()).isSameAs(other.getMetadata().getName());
    }
}
