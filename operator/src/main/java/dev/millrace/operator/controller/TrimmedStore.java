package dev.millrace.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds objects without what nobody here reads: who wrote which field, and what kubectl applied last. */
public class TrimmedStore<T extends HasMetadata> extends BasicItemStore<T> {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** An empty store. */
    public TrimmedStore() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public T put(String key, T object) {
        trim(object);
        return super.put(key, object);
    }

    /** Takes away what is not needed; the object is this store's alone. */
    void trim(T object) {
        object.getMetadata().setManagedFields(List.of());
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        if (annotations != null && annotations.containsKey(LAST_APPLIED)) {
            Map<String, String> others = new HashMap<>(annotations);
            others.remove(LAST_APPLIED);
            object.getMetadata().setAnnotations(others);
        }
    }
}
