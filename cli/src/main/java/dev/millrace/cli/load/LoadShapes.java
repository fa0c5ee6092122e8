package dev.millrace.cli.load;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.placement.model.AppRef;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sizes of the tensors to send, from annotations of InferenceModels: {@code load.millrace.dev/shape.INPUT: "1,3,48,192"}.
 * Only models whose metadata leaves sizes open need one.
 */
public final class LoadShapes {
    /** What an annotation's name starts with, before the name of the input. */
    public static final String PREFIX = "load.millrace.dev/shape.";

    private LoadShapes() {}

    /**
     * Sizes by app and input name.
     *
     * @throws IllegalArgumentException for an annotation that is no list of positive sizes, naming it
     */
    public static Map<AppRef, Map<String, List<Long>>> of(
            Collection<InferenceApp> apps, Collection<InferenceModel> models) {
        Map<AppRef, Map<String, List<Long>>> byModel = new TreeMap<>();
        for (InferenceModel model : models) {
            AppRef ref = new AppRef(
                    namespace(model.getMetadata().getNamespace()),
                    model.getMetadata().getName());
            byModel.put(ref, shapes(ref, model.getMetadata().getAnnotations()));
        }
        Map<AppRef, Map<String, List<Long>>> byApp = new TreeMap<>();
        for (InferenceApp app : apps) {
            String namespace = namespace(app.getMetadata().getNamespace());
            byApp.put(
                    new AppRef(namespace, app.getMetadata().getName()),
                    byModel.getOrDefault(
                            new AppRef(namespace, app.getSpec().modelRef().name()), Map.of()));
        }
        return byApp;
    }

    private static String namespace(String namespace) {
        return namespace == null ? "default" : namespace;
    }

    private static Map<String, List<Long>> shapes(AppRef model, Map<String, String> annotations) {
        Map<String, List<Long>> shapes = new TreeMap<>();
        if (annotations != null) {
            annotations.forEach((name, value) -> {
                if (name.startsWith(PREFIX)) {
                    shapes.put(name.substring(PREFIX.length()), sizes(model, name, value));
                }
            });
        }
        return shapes;
    }

    private static List<Long> sizes(AppRef model, String name, String value) {
        if (!value.matches("\\s*[1-9][0-9]{0,8}\\s*(,\\s*[1-9][0-9]{0,8}\\s*)*")) {
            throw new IllegalArgumentException("InferenceModel " + model + ": metadata.annotations." + name + ": '"
                    + value + "' is no list of sizes. Maybe \"1,3,224,224\" was meant");
        }
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .map(Long::valueOf)
                .toList();
    }
}
