package dev.millrace.operator.inferencenode;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which labels of an object a field manager has written. Users may add labels of their own to an InferenceNode; a mirrored
 * label that the Kubernetes Node has lost must go, theirs must stay.
 */
public record MirroredLabels(String fieldManager) {

    /** Whether the labels the manager owns, and their values, are those of {@code desired}. */
    public boolean match(HasMetadata actual, HasMetadata desired) {
        Map<String, String> wanted = labels(desired);
        return owned(actual).equals(wanted.keySet())
                && labels(actual).entrySet().containsAll(wanted.entrySet());
    }

    /** Keys of the labels that the manager owns, from {@code managedFields}. */
    Set<String> owned(HasMetadata object) {
        Set<String> keys = new TreeSet<>();
        for (ManagedFieldsEntry entry :
                Objects.requireNonNullElse(object.getMetadata().getManagedFields(), List.<ManagedFieldsEntry>of())) {
            if (fieldManager.equals(entry.getManager()) && entry.getSubresource() == null) {
                keys.addAll(labelKeys(entry.getFieldsV1()));
            }
        }
        return keys;
    }

    private static Set<String> labelKeys(FieldsV1 fields) {
        Set<String> keys = new TreeSet<>();
        if (fields.getAdditionalProperties().get("f:metadata") instanceof Map<?, ?> metadata
                && metadata.get("f:labels") instanceof Map<?, ?> labels) {
            for (Object key : labels.keySet()) {
                String text = String.valueOf(key);
                if (text.startsWith("f:")) {
                    keys.add(text.substring(2));
                }
            }
        }
        return keys;
    }

    private static Map<String, String> labels(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    }
}
