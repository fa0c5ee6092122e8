package dev.millrace.crds.manifest;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.NamespacedName;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The objects read so far, each valid in itself; one read later replaces one of the same identity, in its place. */
final class ManifestSet {
    private final Map<ObjectId, ReadObject<?>> objects = new LinkedHashMap<>();
    private final Set<ObjectId> rejected = new HashSet<>();

    void add(ReadObject<?> read) {
        objects.put(read.id(), read);
    }

    /** Notes an object that is there but bad input, so that references to it are not reported as well. */
    void reject(ObjectId id) {
        rejected.add(id);
    }

    /** Whether there is such an object, valid or not. */
    boolean has(KnownKind kind, NamespacedName name) {
        var id = new ObjectId(kind, name.namespace(), name.name());
        return objects.containsKey(id) || rejected.contains(id);
    }

    Collection<ReadObject<?>> all() {
        return objects.values();
    }

    Optional<InferenceApp> app(NamespacedName name) {
        return find(KnownKind.INFERENCE_APP, InferenceApp.class, name);
    }

    Optional<InferenceModel> model(NamespacedName name) {
        return find(KnownKind.INFERENCE_MODEL, InferenceModel.class, name);
    }

    /** The model that an app refers to. */
    Optional<InferenceModel> modelOf(InferenceApp app) {
        return model(modelName(app));
    }

    static NamespacedName modelName(InferenceApp app) {
        return new NamespacedName(
                app.getMetadata().getNamespace(), app.getSpec().modelRef().name());
    }

    private <T> Optional<T> find(KnownKind kind, Class<T> type, NamespacedName name) {
        return Optional.ofNullable(objects.get(new ObjectId(kind, name.namespace(), name.name())))
                .map(read -> type.cast(read.object()));
    }

    /** The names of the objects of a kind in a namespace. */
    List<String> names(KnownKind kind, String namespace) {
        return objects.keySet().stream()
                .filter(id -> id.kind() == kind && namespace.equals(id.namespace()))
                .map(ObjectId::name)
                .toList();
    }

    Manifests toManifests(List<String> notes) {
        return new Manifests(
                all(InferenceApp.class),
                all(InferenceModel.class),
                all(ModelProfile.class),
                all(InferenceNode.class),
                all(PlacementPolicy.class),
                notes);
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects.values().stream()
                .map(ReadObject::object)
                .filter(type::isInstance)
                .<T>map(type::cast)
                .toList();
    }
}
