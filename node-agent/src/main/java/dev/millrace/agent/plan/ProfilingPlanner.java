package dev.millrace.agent.plan;

import dev.millrace.agent.serving.AppId;
import dev.millrace.crds.v1alpha1.ImageStep;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.ModelVariant;
import dev.millrace.crds.v1alpha1.ProfilingTask;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Resolves {@code spec.profiling}. */
final class ProfilingPlanner {
    private final Inventory inventory;
    private final Map<AppId, InferenceModel> models;

    private final Collection<InferenceApp> apps;

    /** @param models by namespace and name */
    ProfilingPlanner(Inventory inventory, Map<AppId, InferenceModel> models, Collection<InferenceApp> apps) {
        this.inventory = inventory;
        this.apps = apps;
        this.models = models;
    }

    ProfilingPlan plan(ProfilingTask task) {
        AppId id = new AppId(task.model().namespace(), task.model().name());
        DeviceDeclaration device = inventory.device(task.device()).orElse(null);
        if (device == null) {
            return failed(id, task, "NoSuchDevice", "this node has no device '" + task.device() + "'");
        }
        if (device.problem() != null) {
            return failed(id, task, "DeviceAbsent", device.problem());
        }
        if (device.emulated()) {
            return failed(
                    id, task, "Emulated", "device '" + device.name() + "' is emulated: it has no times of its own");
        }
        InferenceModel model = models.get(id);
        if (model == null) {
            return failed(id, task, "NoSuchModel", "InferenceModel " + id + " does not exist");
        }
        ModelVariant variant = model.getSpec().variants().stream()
                .filter(candidate -> candidate.name().equals(task.variant()))
                .findFirst()
                .orElse(null);
        if (variant == null) {
            return failed(
                    id, task, "NoSuchVariant", "InferenceModel " + id + " has no variant '" + task.variant() + "'");
        }
        List<Integer> batches = task.batches() == null || task.batches().isEmpty() ? List.of(1) : task.batches();
        return new ProfilingPlan(
                id,
                task.variant(),
                task.device(),
                CopyPlanner.artefact(id.namespace(), variant),
                image(id),
                batches,
                "",
                "");
    }

    private @Nullable ImageStep image(AppId model) {
        return apps.stream()
                .filter(app -> uses(app, model) && app.getSpec().preprocess() != null)
                .sorted(Comparator.comparing(app -> app.getMetadata().getName()))
                .map(app -> app.getSpec().preprocess().image())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    static boolean uses(InferenceApp app, AppId model) {
        return model.namespace().equals(app.getMetadata().getNamespace())
                && model.name().equals(app.getSpec().modelRef().name());
    }

    private static ProfilingPlan failed(AppId id, ProfilingTask task, String reason, String message) {
        return new ProfilingPlan(id, task.variant(), task.device(), null, null, List.of(), reason, message);
    }
}
