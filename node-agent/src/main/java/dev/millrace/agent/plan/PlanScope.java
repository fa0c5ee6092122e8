package dev.millrace.agent.plan;

import dev.millrace.agent.serving.AppId;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNodeSpec;
import dev.millrace.crds.v1alpha1.ModelProfile;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Narrows objects down to those that one node's plan refers to. */
public final class PlanScope {
    private static final Comparator<HasMetadata> BY_NAME = Comparator.comparing(
                    (HasMetadata object) -> String.valueOf(object.getMetadata().getNamespace()))
            .thenComparing(object -> object.getMetadata().getName());

    private PlanScope() {}

    /** The same plan without what does not matter to it, in a fixed order. */
    public static PlanInputs narrow(PlanInputs inputs) {
        InferenceNodeSpec spec = inputs.node().getSpec();
        Set<AppId> wanted = apps(spec);
        Set<AppId> modelIds = profiled(spec);
        List<InferenceApp> apps = inputs.apps().stream()
                .filter(app -> wanted.contains(id(app)) || sizesImages(app, modelIds))
                .sorted(BY_NAME)
                .toList();
        for (InferenceApp app : apps) {
            modelIds.add(new AppId(
                    app.getMetadata().getNamespace(), app.getSpec().modelRef().name()));
        }
        List<InferenceModel> models = inputs.models().stream()
                .filter(model -> modelIds.contains(id(model)))
                .sorted(BY_NAME)
                .toList();
        Set<String> keys = new HashSet<>();
        for (InferenceModel model : models) {
            String profile = model.getSpec().profile();
            keys.add(profile == null ? model.getMetadata().getName() : profile);
        }
        List<ModelProfile> profiles = inputs.profiles().stream()
                .filter(profile -> keys.contains(profile.getSpec().model()))
                .sorted(BY_NAME)
                .toList();
        return new PlanInputs(inputs.node(), apps, models, profiles);
    }

    private static Set<AppId> profiled(InferenceNodeSpec spec) {
        Set<AppId> ids = new HashSet<>();
        if (spec != null && spec.profiling() != null) {
            spec.profiling()
                    .forEach(task -> ids.add(
                            new AppId(task.model().namespace(), task.model().name())));
        }
        return ids;
    }

    /** Says how large the images are with which one of these models is profiled. */
    private static boolean sizesImages(InferenceApp app, Set<AppId> profiled) {
        return app.getSpec().preprocess() != null
                && app.getSpec().preprocess().image() != null
                && profiled.stream().anyMatch(model -> ProfilingPlanner.uses(app, model));
    }

    private static Set<AppId> apps(InferenceNodeSpec spec) {
        Set<AppId> ids = new HashSet<>();
        if (spec != null && spec.assignments() != null) {
            spec.assignments()
                    .forEach(assignment -> ids.add(new AppId(
                            assignment.app().namespace(), assignment.app().name())));
        }
        if (spec != null && spec.routes() != null) {
            spec.routes()
                    .forEach(route -> ids.add(
                            new AppId(route.app().namespace(), route.app().name())));
        }
        return ids;
    }

    private static AppId id(HasMetadata object) {
        return new AppId(
                object.getMetadata().getNamespace(), object.getMetadata().getName());
    }
}
