package dev.millrace.agent.plan;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import java.util.List;

/** The objects that say what a node is to run. */
public record PlanInputs(
        InferenceNode node, List<InferenceApp> apps, List<InferenceModel> models, List<ModelProfile> profiles) {}
