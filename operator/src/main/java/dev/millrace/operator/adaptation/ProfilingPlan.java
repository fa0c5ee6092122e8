package dev.millrace.operator.adaptation;

import dev.millrace.crds.v1alpha1.ProfilingTask;
import dev.millrace.placement.model.AppRef;
import java.util.List;
import java.util.Map;

/**
 * Who measures what, and what that means for the apps that wait for it.
 *
 * @param tasks by node
 * @param apps one sentence an app about what is being measured for it; an app that waits for an idle device has none
 */
public record ProfilingPlan(Map<String, List<ProfilingTask>> tasks, Map<AppRef, String> apps) {
    /** Nobody measures anything. */
    public static final ProfilingPlan NONE = new ProfilingPlan(Map.of(), Map.of());

    public ProfilingPlan {
        tasks = Map.copyOf(tasks);
        apps = Map.copyOf(apps);
    }

    /** What the node is to measure. */
    public List<ProfilingTask> of(String node) {
        return tasks.getOrDefault(node, List.of());
    }
}
