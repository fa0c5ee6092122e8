package dev.millrace.crds.manifest;

import dev.millrace.crds.v1alpha1.Assignment;
import dev.millrace.crds.v1alpha1.DeviceClass;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.Discipline;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelVariant;
import dev.millrace.crds.v1alpha1.NamespacedName;
import dev.millrace.crds.v1alpha1.ProfilingTask;
import dev.millrace.crds.v1alpha1.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks what a node is to run against the apps, the models and the devices it reports. */
final class NodeCheck {
    private final ManifestSet objects;
    private final InferenceNode node;
    private final List<FieldProblem> problems = new ArrayList<>();

    /** By name; null where the node does not say what devices it has. */
    private final @Nullable Map<String, DeviceStatus> devices;

    private record Copy(String device, String artefact) {}

    NodeCheck(ManifestSet objects, InferenceNode node) {
        this.objects = objects;
        this.node = node;
        this.devices = node.getStatus() == null || node.getStatus().devices() == null
                ? null
                : node.getStatus().devices().stream().collect(Collectors.toMap(DeviceStatus::name, d -> d));
    }

    List<FieldProblem> check() {
        var spec = node.getSpec();
        var assignments = orEmpty(spec.assignments());
        var seen = new HashSet<Assignment>();
        var copies = new HashMap<Copy, Assignment>();
        for (int i = 0; i < assignments.size(); i++) {
            var field = "spec.assignments[" + i + "]";
            var assignment = assignments.get(i);
            if (!seen.add(identity(assignment))) {
                report(field, "duplicate of an assignment before it: the same app, device and variant");
            }
            checkAssignment(field, assignment, copies);
        }
        if (spec.disciplines() != null) {
            spec.disciplines().forEach(this::checkDiscipline);
        }
        List<Route> routes = orEmpty(spec.routes());
        for (int i = 0; i < routes.size(); i++) {
            checkApp("spec.routes[" + i + "].app", routes.get(i).app());
        }
        List<ProfilingTask> profiling = orEmpty(spec.profiling());
        for (int i = 0; i < profiling.size(); i++) {
            checkProfiling("spec.profiling[" + i + "]", profiling.get(i));
        }
        return problems;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Assignment identity(Assignment a) {
        return new Assignment(a.app(), a.device(), a.variant(), null, null, null);
    }

    private void checkAssignment(String field, Assignment assignment, Map<Copy, Assignment> copies) {
        checkApp(field + ".app", assignment.app());
        var device = device(field + ".device", assignment.device());
        var app = objects.app(assignment.app());
        var variant = app.flatMap(objects::modelOf)
                .flatMap(m -> variant(field + ".variant", m, assignment.variant(), device));
        if (device.isPresent()) {
            checkClass(field, assignment, device.get());
        }
        if (variant.isPresent() && !SharedCopy.dedicated(app.orElseThrow())) {
            var copy = new Copy(assignment.device(), SharedCopy.artefact(variant.get()));
            checkCopy(field, assignment, copies.putIfAbsent(copy, assignment));
        }
    }

    private void checkApp(String field, NamespacedName app) {
        if (!objects.has(KnownKind.INFERENCE_APP, app)) {
            var hint = Words.maybe(app.name(), objects.names(KnownKind.INFERENCE_APP, app.namespace()));
            report(field, "there is no InferenceApp '" + app.namespace() + "/" + app.name() + "'" + hint);
        }
    }

    private Optional<DeviceStatus> device(String field, String name) {
        if (devices == null) {
            return Optional.empty();
        }
        if (!devices.containsKey(name)) {
            var declared = devices.isEmpty()
                    ? "none"
                    : String.join(", ", devices.keySet().stream().sorted().toList());
            report(field, "the node has no device '" + name + "', but " + declared);
        }
        return Optional.ofNullable(devices.get(name));
    }

    private Optional<ModelVariant> variant(
            String field, InferenceModel model, String name, Optional<DeviceStatus> device) {
        var variants = model.getSpec().variants();
        var found = variants.stream().filter(v -> v.name().equals(name)).findAny();
        if (found.isEmpty()) {
            var names = variants.stream().map(ModelVariant::name).collect(Collectors.joining(", "));
            report(
                    field,
                    "InferenceModel '" + model.getMetadata().getName() + "' has no variant '" + name + "', but "
                            + names);
        } else if (device.isPresent()
                && device.get().deviceClass() != found.get().deviceClass()) {
            report(
                    field,
                    "variant '" + name + "' is for " + found.get().deviceClass() + ", but device '"
                            + device.get().name() + "' is of class "
                            + device.get().deviceClass());
        }
        return found;
    }

    private void checkClass(String field, Assignment assignment, DeviceStatus device) {
        if (assignment.maxBatch() != null && assignment.maxBatch() > 1 && device.deviceClass() != DeviceClass.GPU) {
            report(field + ".maxBatch", "is " + assignment.maxBatch() + ", but only GPU devices batch");
        }
        if (assignment.coResident() != null && device.deviceClass() != DeviceClass.EDGE_TPU) {
            report(field + ".coResident", "only EdgeTPU devices have co-resident sets");
        }
    }

    private void checkCopy(String field, Assignment assignment, @Nullable Assignment first) {
        if (first == null) {
            return;
        }
        var sharer = first.app().namespace() + "/" + first.app().name();
        if (!Objects.equals(first.maxBatch(), assignment.maxBatch())) {
            report(
                    field + ".maxBatch",
                    "is " + assignment.maxBatch() + ", but " + sharer + " shares the copy with " + first.maxBatch());
        }
        if (!Objects.equals(first.coResident(), assignment.coResident())) {
            report(field + ".coResident", "differs from that of " + sharer + ", which shares the copy");
        }
    }

    private void checkDiscipline(String name, Discipline discipline) {
        var device = device("spec.disciplines." + name, name);
        if (discipline == Discipline.SWAP_AWARE
                && device.isPresent()
                && device.get().deviceClass() != DeviceClass.EDGE_TPU) {
            report("spec.disciplines." + name, "SwapAware is for EdgeTPU devices only");
        }
    }

    private void checkProfiling(String field, ProfilingTask task) {
        var device = device(field + ".device", task.device());
        if (!objects.has(KnownKind.INFERENCE_MODEL, task.model())) {
            report(
                    field + ".model",
                    "there is no InferenceModel '" + task.model().namespace() + "/"
                            + task.model().name() + "'");
        }
        objects.model(task.model()).ifPresent(m -> variant(field + ".variant", m, task.variant(), device));
    }

    private void report(String field, String message) {
        problems.add(new FieldProblem(field, message));
    }
}
