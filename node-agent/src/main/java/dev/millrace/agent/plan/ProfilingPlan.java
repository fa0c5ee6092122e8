package dev.millrace.agent.plan;

import dev.millrace.agent.model.Artefact;
import dev.millrace.agent.serving.AppId;
import dev.millrace.crds.v1alpha1.ImageStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model to be measured on a device of this node.
 *
 * @param model namespace and name of the InferenceModel
 * @param image what an app that uses the model makes of images, for inputs whose sizes the model leaves open; or null
 * @param artefact null where it cannot be measured: reason and message say why
 */
public record ProfilingPlan(
        AppId model,
        String variant,
        String device,
        @Nullable Artefact artefact,
        @Nullable ImageStep image,
        List<Integer> batches,
        String reason,
        String message) {
    public ProfilingPlan {
        batches = List.copyOf(batches);
    }
}
