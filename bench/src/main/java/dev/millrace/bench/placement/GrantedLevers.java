package dev.millrace.bench.placement;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Profile;
import dev.millrace.placement.model.Variant;
import dev.millrace.queueing.model.DeviceClass;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads a plan in its favour: all copies of an EdgeTPU whose parameters fit on chip together stay resident together, and GPUs
 * batch as much as their profiles allow, although the plan says nothing of either. The memory-only baselines know no sets and
 * no batches; some comparisons grant them both.
 */
final class GrantedLevers {
    private static final String SET = "granted";

    private final Map<AppRef, App> apps;
    private final Map<DeviceRef, DeviceSpec> devices = new HashMap<>();

    private GrantedLevers(ClusterSnapshot snapshot) {
        this.apps = snapshot.appsByRef();
        for (Node node : snapshot.nodes()) {
            node.devices().forEach(device -> devices.put(new DeviceRef(node.name(), device.name()), device));
        }
    }

    static Plan of(ClusterSnapshot snapshot, Plan plan) {
        return new GrantedLevers(snapshot).granted(plan);
    }

    private Plan granted(Plan plan) {
        Map<DeviceRef, Long> needed = new HashMap<>();
        Set<List<Object>> copies = new HashSet<>();
        for (Assignment assignment : plan.assignments()) {
            App app = apps.get(assignment.app());
            DeviceSpec device = devices.get(assignment.device());
            if (app == null || device == null) {
                continue;
            }
            Variant variant = app.variants().stream()
                    .filter(candidate -> candidate.name().equals(assignment.variant()))
                    .findFirst()
                    .orElseThrow();
            Profile profile = variant.profiles().get(device.type());
            Object owner = app.dedicated() ? app.ref() : "";
            if (profile != null && copies.add(List.of(assignment.device(), variant.artefact(), owner))) {
                needed.merge(assignment.device(), profile.onChipBytes(), Long::sum);
            }
        }
        List<Assignment> assignments = plan.assignments().stream()
                .map(assignment -> fits(assignment.device(), needed) ? inSet(assignment) : batching(assignment))
                .toList();
        return new Plan(plan.algorithm(), assignments, plan.disciplines(), plan.refusals());
    }

    private boolean fits(DeviceRef ref, Map<DeviceRef, Long> needed) {
        DeviceSpec device = devices.get(ref);
        return device != null
                && device.deviceClass() == DeviceClass.EDGE_TPU
                && needed.getOrDefault(ref, Long.MAX_VALUE) <= device.onChipBytes();
    }

    private Assignment batching(Assignment assignment) {
        App app = apps.get(assignment.app());
        DeviceSpec device = devices.get(assignment.device());
        if (app == null || device == null || device.deviceClass() != DeviceClass.GPU) {
            return assignment;
        }
        int largest = app.variants().stream()
                .filter(candidate -> candidate.name().equals(assignment.variant()))
                .map(candidate -> candidate.profiles().get(device.type()))
                .filter(Objects::nonNull)
                .mapToInt(profile -> profile.service().largestBatch())
                .max()
                .orElse(1);
        return new Assignment(
                assignment.app(),
                assignment.device(),
                assignment.variant(),
                assignment.share(),
                largest,
                assignment.coResidentSet());
    }

    private static Assignment inSet(Assignment assignment) {
        return new Assignment(
                assignment.app(),
                assignment.device(),
                assignment.variant(),
                assignment.share(),
                assignment.maxBatch(),
                SET);
    }
}
