package dev.millrace.operator.adaptation;

import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.ModelProfileSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * The ModelProfiles that the operator writes. They carry a label that says so, by which it tells them from users' own, which
 * it never touches; further labels name the InferenceModel that they were measured for, as a cluster-scoped object can have
 * no owner in a namespace.
 */
public final class MeasuredProfile {
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String OPERATOR = "millrace-operator";
    static final String MODEL_NAMESPACE = "millrace.dev/model-namespace";
    static final String MODEL = "millrace.dev/model";
    private static final int MAX_BASE = 200;

    private MeasuredProfile() {}

    /** The object to apply; one for each model key, type of device and artefact. */
    static ModelProfile of(String namespace, String model, ModelProfileSpec spec) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(MANAGED_BY, OPERATOR);
        labels.put("app.kubernetes.io/part-of", "millrace");
        labels.put(MODEL_NAMESPACE, namespace);
        labels.put(MODEL, model.length() <= 63 ? model : model.substring(0, 63).replaceFirst("[^A-Za-z0-9]+$", ""));
        ModelProfile profile = new ModelProfile();
        profile.setMetadata(new ObjectMetaBuilder()
                .withName(name(namespace, spec))
                .withLabels(labels)
                .build());
        profile.setSpec(spec);
        return profile;
    }

    /** Of a model whose artefact has no digest the namespace is part of the name, as its profile is not shared. */
    private static String name(String namespace, ModelProfileSpec spec) {
        String which = spec.sha256() == null ? namespace : spec.sha256();
        CRC32 checksum = new CRC32();
        checksum.update((spec.model() + " " + spec.deviceType() + " " + which).getBytes(StandardCharsets.UTF_8));
        String base = (spec.model() + "." + spec.deviceType())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.]+", "-")
                .replaceAll("[-.]*\\.[-.]*", ".")
                .replaceAll("^[-.]+|[-.]+$", "");
        String cut = base.length() <= MAX_BASE ? base : base.substring(0, MAX_BASE);
        return "measured." + (cut.isEmpty() ? "" : cut + ".") + HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    /** Whether the operator made the object. */
    public static boolean isOurs(ModelProfile profile) {
        return profile.getMetadata().getLabels() != null
                && OPERATOR.equals(profile.getMetadata().getLabels().get(MANAGED_BY));
    }

    /** Whether the object says already what {@code desired} says. */
    public static boolean matches(ModelProfile actual, ModelProfile desired) {
        return isOurs(actual) && Objects.equals(actual.getSpec(), desired.getSpec());
    }
}
