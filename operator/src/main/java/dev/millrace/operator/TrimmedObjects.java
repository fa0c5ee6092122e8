package dev.millrace.operator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.millrace.operator.controller.FieldManager;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads objects without what nobody here reads: of the managed fields, which are often more than the object itself, only
 * which labels are the operator's. Strings that repeat are held once.
 */
@Singleton
public class TrimmedObjects implements KubernetesClientObjectMapperCustomizer {
    private static final String METADATA = "f:metadata";
    private static final String LABELS = "f:labels";

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.addMixIn(ObjectMeta.class, Trimmed.class);
        mapper.registerModule(
                new SimpleModule("repeated strings").addDeserializer(String.class, new RepeatedStrings()));
    }

    /** Takes the place of the annotations of {@link ObjectMeta}. */
    abstract static class Trimmed {
        @JsonDeserialize(using = OwnLabels.class)
        abstract void setManagedFields(List<ManagedFieldsEntry> fields);
    }

    /** Keeps the operator's entry, and of it the labels. */
    static final class OwnLabels extends JsonDeserializer<List<ManagedFieldsEntry>> {
        @Override
        public List<ManagedFieldsEntry> deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            JsonNode all = parser.readValueAsTree();
            List<ManagedFieldsEntry> own = new ArrayList<>(1);
            for (JsonNode entry : all) {
                JsonNode labels = entry.path("fieldsV1").path(METADATA).path(LABELS);
                if (FieldManager.NAME.equals(entry.path("manager").asText())
                        && !entry.hasNonNull("subresource")
                        && labels.isObject()) {
                    own.add(entry(labels));
                }
            }
            return own;
        }

        private static ManagedFieldsEntry entry(JsonNode labels) {
            Map<String, Object> keys = new java.util.TreeMap<>();
            labels.fieldNames().forEachRemaining(key -> keys.put(key, Map.of()));
            FieldsV1 fields = new FieldsV1();
            fields.setAdditionalProperty(METADATA, Map.of(LABELS, keys));
            ManagedFieldsEntry kept = new ManagedFieldsEntry();
            kept.setManager(FieldManager.NAME);
            kept.setFieldsV1(fields);
            return kept;
        }
    }
}
