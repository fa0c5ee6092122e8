package dev.millrace.cluster;

import static java.util.Objects.requireNonNullElse;

import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.queueing.model.Discipline;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The plan in force, as the specs of the InferenceNodes hold it. */
final class RunningPlan {
    private static final Comparator<Assignment> ORDER =
            Comparator.comparing(Assignment::app).thenComparing(Assignment::device);

    private RunningPlan() {}

    /** All assignments, sorted by app, then device. They may name apps and devices that have gone. */
    static List<Assignment> assignments(Collection<InferenceNode> nodes) {
        return nodes.stream()
                .filter(node -> node.getSpec() != null && node.getSpec().assignments() != null)
                .flatMap(node -> node.getSpec().assignments().stream()
                        .map(assignment -> assignment(node.getMetadata().getName(), assignment)))
                .sorted(ORDER)
                .toList();
    }

    private static Assignment assignment(String node, dev.millrace.crds.v1alpha1.Assignment assignment) {
        return new Assignment(
                new AppRef(assignment.app().namespace(), assignment.app().name()),
                new DeviceRef(node, assignment.device()),
                assignment.variant(),
                requireNonNullElse(assignment.share(), 1.0),
                requireNonNullElse(assignment.maxBatch(), 1),
                assignment.coResident());
    }

    static Map<DeviceRef, Discipline> disciplines(Collection<InferenceNode> nodes) {
        Map<DeviceRef, Discipline> disciplines = new TreeMap<>();
        for (InferenceNode node : nodes) {
            if (node.getSpec() != null && node.getSpec().disciplines() != null) {
                node.getSpec()
                        .disciplines()
                        .forEach((device, discipline) -> disciplines.put(
                                new DeviceRef(node.getMetadata().getName(), device), discipline(discipline)));
            }
        }
        return disciplines;
    }

    private static Discipline discipline(dev.millrace.crds.v1alpha1.Discipline discipline) {
        return switch (discipline) {
            case FCFS -> Discipline.FCFS;
            case SWAP_AWARE -> Discipline.SWAP_AWARE;
        };
    }
}
