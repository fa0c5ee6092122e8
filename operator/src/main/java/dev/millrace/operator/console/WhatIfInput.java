package dev.millrace.operator.console;

import dev.millrace.crds.manifest.ManifestException;
import dev.millrace.crds.manifest.ManifestReader;
import dev.millrace.crds.manifest.Manifests;
import dev.millrace.crds.manifest.Problem;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.operator.planning.ClusterView;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The apps that are asked about, and the cluster as it would be with them.
 *
 * @param asked as the input has them; where they exist already, as of then
 */
record WhatIfInput(List<InferenceApp> asked, ClusterView view) {

    /**
     * Reads InferenceApps, and InferenceModels that are not applied yet, from YAML or JSON.
     *
     * @throws ManifestException with every problem found
     */
    static WhatIfInput read(String text, ClusterView now) throws ManifestException {
        Manifests manifests;
        try {
            manifests = parse(text);
        } catch (ManifestException e) {
            List<Problem> problems =
                    e.problems().stream().filter(p -> !danglingModel(p, now)).toList();
            if (!problems.isEmpty()) {
                throw new ManifestException(problems);
            }
            // Only models are missing in the text, and the cluster has them.
            manifests = parse(text + "\n---\n" + models(now));
        }
        return new WhatIfInput(manifests.apps(), with(now, manifests));
    }

    private static Manifests parse(String text) throws ManifestException {
        return ManifestReader.read(
                List.of(ManifestReader.STDIN), false, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean danglingModel(Problem problem, ClusterView now) {
        return problem.field() != null
                && problem.field().startsWith("spec.modelRef")
                && now.models().stream()
                        .anyMatch(model ->
                                problem.message().contains(model.getMetadata().getName()));
    }

    private static String models(ClusterView now) {
        return now.models().stream()
                .map(io.fabric8.kubernetes.client.utils.Serialization::asYaml)
                .collect(Collectors.joining("\n---\n"));
    }

    private static ClusterView with(ClusterView now, Manifests manifests) {
        Map<String, InferenceApp> apps = byKey(now.apps());
        for (InferenceApp app : manifests.apps()) {
            InferenceApp standing = apps.get(key(app));
            if (standing != null) {
                // It keeps its turn: an edit makes no app younger.
                app.getMetadata().setCreationTimestamp(standing.getMetadata().getCreationTimestamp());
            }
            apps.put(key(app), app);
        }
        Map<String, InferenceModel> models = byKey(now.models());
        Set<String> known = Set.copyOf(models.keySet());
        manifests.models().stream()
                .filter(model -> !known.contains(key(model)))
                .forEach(model -> models.put(key(model), model));
        return new ClusterView(
                new ArrayList<>(apps.values()),
                new ArrayList<>(models.values()),
                now.profiles(),
                now.nodes(),
                now.policies(),
                now.kubernetesTaints());
    }

    private static <T extends HasMetadata> Map<String, T> byKey(List<T> objects) {
        Map<String, T> byKey = new LinkedHashMap<>();
        objects.forEach(object -> byKey.put(key(object), object));
        return byKey;
    }

    private static String key(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getNamespace(), "default") + "/"
                + object.getMetadata().getName();
    }
}
