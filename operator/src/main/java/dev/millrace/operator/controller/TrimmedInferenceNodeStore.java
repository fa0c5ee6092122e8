package dev.millrace.operator.controller;

import dev.millrace.crds.v1alpha1.InferenceNode;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.List;
import java.util.Objects;

/** Holds InferenceNodes with no more of their managed fields than which labels are the operator's. */
public final class TrimmedInferenceNodeStore extends TrimmedStore<InferenceNode> {
    private static final String METADATA = "f:metadata";

    /** An empty store. */
    public TrimmedInferenceNodeStore() {}

    @Override
    void trim(InferenceNode node) {
        List<ManagedFieldsEntry> own =
                Objects.requireNonNullElse(node.getMetadata().getManagedFields(), List.<ManagedFieldsEntry>of())
                        .stream()
                        .filter(entry -> FieldManager.NAME.equals(entry.getManager()) && entry.getSubresource() == null)
                        .toList();
        own.forEach(TrimmedInferenceNodeStore::keepMetadata);
        super.trim(node);
        node.getMetadata().setManagedFields(own);
    }

    private static void keepMetadata(ManagedFieldsEntry entry) {
        FieldsV1 kept = new FieldsV1();
        if (entry.getFieldsV1() != null) {
            Object metadata = entry.getFieldsV1().getAdditionalProperties().get(METADATA);
            if (metadata != null) {
                kept.setAdditionalProperty(METADATA, metadata);
            }
        }
        entry.setFieldsV1(kept);
    }
}
