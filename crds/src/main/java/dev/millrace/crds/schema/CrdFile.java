package dev.millrace.crds.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The CustomResourceDefinitions as they ship, one file a kind. */
public enum CrdFile {
    INFERENCE_APP("inferenceapps"),
    INFERENCE_MODEL("inferencemodels"),
    INFERENCE_NODE("inferencenodes"),
    MODEL_PROFILE("modelprofiles"),
    PLACEMENT_POLICY("placementpolicies");

    private final String plural;

    CrdFile(String plural) {
        this.plural = plural;
    }

    /** The name of the CustomResourceDefinition, such as {@code inferenceapps.millrace.dev}. */
    public String crdName() {
        return plural + ".millrace.dev";
    }

    /** The definition as YAML. */
    public String yaml() {
        var resource = crdName() + ".yaml";
        try (var in = CrdFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing beside " + CrdFile.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All definitions as one YAML stream, ready for {@code kubectl apply -f -}. */
    public static String allAsYaml() {
        return Arrays.stream(values()).map(CrdFile::yaml).collect(Collectors.joining("---\n"));
    }
}
