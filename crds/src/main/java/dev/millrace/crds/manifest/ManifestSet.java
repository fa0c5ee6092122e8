package dev.millrace.crds.manifest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The objects read so far, and what is wrong with them. */
final class ManifestSet {
    private static final Map<String, Class<? extends CustomResource<?, ?>>> KINDS = Map.of(
            "InferenceApp", InferenceApp.class,
            "InferenceModel", InferenceModel.class,
            "ModelProfile", ModelProfile.class,
            "InferenceNode", InferenceNode.class,
            "PlacementPolicy", PlacementPolicy.class);

    private final ObjectMapper mapper = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private final Map<String, CustomResource<?, ?>> objects = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    ManifestSet readAll(List<Path> sources, boolean recurse, InputStream stdin) {
        for (Path source : sources) {
            try {
                if (source.equals(ManifestReader.STDIN)) {
                    readDocuments("-", stdin);
                } else if (Files.isDirectory(source)) {
                    readFolder(source, recurse);
                } else {
                    readFile(source);
                }
            } catch (IOException e) {
                problems.add(Problem.ofFile(source.toString(), "cannot be read: " + e.getMessage()));
            }
        }
        return this;
    }

    private void readFolder(Path folder, boolean recurse) throws IOException {
        try (var paths = Files.walk(folder, recurse ? Integer.MAX_VALUE : 1)) {
            for (Path path : paths.filter(p -> p.toString().matches(".*\\.(yaml|yml|json)"))
                    .sorted()
                    .toList()) {
                readFile(path);
            }
        }
    }

    private void readFile(Path path) throws IOException {
        try (var in = Files.newInputStream(path)) {
            readDocuments(path.toString(), in);
        }
    }

    private void readDocuments(String file, InputStream in) {
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromInputStream(in)) {
            if (document instanceof Map<?, ?> map) {
                add(file, map);
            }
        }
    }

    private void add(String file, Map<?, ?> document) {
        var kind = String.valueOf(document.get("kind"));
        var type = KINDS.get(kind);
        if (type == null) {
            notes.add(file + ": " + kind + " skipped");
            return;
        }
        try {
            var object = mapper.convertValue(document, type);
            var meta = object.getMetadata();
            objects.put(kind + "/" + meta.getNamespace() + "/" + meta.getName(), object);
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(file, kind, null, null, null, String.valueOf(e.getMessage())));
        }
    }

    Manifests check() throws ManifestException {
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return new Manifests(
                all(InferenceApp.class),
                all(InferenceModel.class),
                all(ModelProfile.class),
                all(InferenceNode.class),
                all(PlacementPolicy.class),
                notes);
    }

    private <T> List<T> all(Class<T> type) {
        return objects.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
