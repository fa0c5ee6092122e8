package dev.millrace.operator.adaptation;

import dev.millrace.crds.v1alpha1.NamespacedName;
import dev.millrace.crds.v1alpha1.ProfilingResult;
import dev.millrace.crds.v1alpha1.ProfilingTask;
import java.util.List;

/** What tells one profiling task from another: the model's variant, and the device to measure it on. */
record ProfilingKey(String namespace, String model, String variant, String node, String device) {
    static ProfilingKey of(String node, ProfilingTask task) {
        return new ProfilingKey(task.model().namespace(), task.model().name(), task.variant(), node, task.device());
    }

    static ProfilingKey of(String node, ProfilingResult result) {
        return new ProfilingKey(result.namespace(), result.name(), result.variant(), node, result.device());
    }

    ProfilingTask task(List<Integer> batches) {
        return new ProfilingTask(new NamespacedName(namespace, model), variant, device, batches);
    }
}
