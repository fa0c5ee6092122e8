package dev.millrace.placement;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Profile;
import dev.millrace.placement.model.Variant;
import dev.millrace.queueing.model.Branch;
import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.Stream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Turns assignments into the queueing models of the nodes that serve them. */
public final class NodeModels {
    private final Map<AppRef, App> apps;
    private final Map<DeviceRef, Discipline> disciplines;

    private NodeModels(ClusterSnapshot snapshot, Map<DeviceRef, Discipline> disciplines) {
        this.apps = snapshot.appsByRef();
        this.disciplines = disciplines;
    }

    /**
     * One model a node, in the order of the snapshot, idle nodes and devices included.
     *
     * <p>The stream of an app has the id {@code namespace/name}. Shared apps with equal artefact on one device use one
     * copy; a dedicated app has its own. Assignments of share 0 load a copy without traffic. Assignments of apps,
     * devices or variants that the snapshot does not have, or that have no profile there, are left out.
     */
    public static List<NodeModel> of(
            ClusterSnapshot snapshot, List<Assignment> assignments, Map<DeviceRef, Discipline> disciplines) {
        NodeModels models = new NodeModels(snapshot, disciplines);
        Map<String, List<Assignment>> byNode = new TreeMap<>();
        for (Assignment assignment : assignments) {
            byNode.computeIfAbsent(assignment.device().node(), name -> new ArrayList<>())
                    .add(assignment);
        }
        return snapshot.nodes().stream()
                .map(node -> models.node(node, byNode.getOrDefault(node.name(), List.of())))
                .toList();
    }

    /** Identity of the copy that an app uses on a device: the artefact, and the app too where it is dedicated. */
    public static String copyId(App app, Variant variant) {
        return app.dedicated() ? variant.artefact() + "#" + app.ref() : variant.artefact();
    }

    private NodeModel node(Node node, List<Assignment> assignments) {
        List<Assignment> sorted = assignments.stream()
                .sorted(Comparator.comparing(Assignment::app).thenComparing(Assignment::device))
                .toList();
        Map<AppRef, List<Branch>> branches = new TreeMap<>();
        List<Device> devices = new ArrayList<>();
        for (DeviceSpec device : node.devices()) {
            DeviceRef ref = new DeviceRef(node.name(), device.name());
            Map<String, Copy> copies = new LinkedHashMap<>();
            for (Assignment assignment : sorted) {
                if (assignment.device().equals(ref)) {
                    load(assignment, device, copies, branches);
                }
            }
            Discipline discipline = disciplines.getOrDefault(ref, Discipline.FCFS);
            devices.add(new Device(device.name(), device.deviceClass(), discipline, List.copyOf(copies.values())));
        }
        List<Stream> streams = new ArrayList<>();
        branches.forEach((app, list) -> streams.add(stream(Objects.requireNonNull(apps.get(app)), list)));
        return new NodeModel(node.name(), node.cores(), devices, streams);
    }

    private void load(
            Assignment assignment, DeviceSpec device, Map<String, Copy> copies, Map<AppRef, List<Branch>> branches) {
        App app = apps.get(assignment.app());
        if (app == null) {
            return;
        }
        Variant variant = app.variants().stream()
                .filter(v -> v.name().equals(assignment.variant()))
                .findFirst()
                .orElse(null);
        Profile profile = variant == null ? null : variant.profiles().get(device.type());
        if (variant == null || profile == null || variant.deviceClass() != device.deviceClass()) {
            return;
        }
        String id = copyId(app, variant);
        copies.merge(id, copy(id, profile, assignment, device.deviceClass()), NodeModels::merged);
        if (assignment.share() > 0) {
            branches.computeIfAbsent(app.ref(), ref -> new ArrayList<>())
                    .add(new Branch(device.name(), id, assignment.share()));
        }
    }

    private static Copy copy(String id, Profile profile, Assignment assignment, DeviceClass deviceClass) {
        int maxBatch = deviceClass == DeviceClass.GPU ? assignment.maxBatch() : 1;
        return new Copy(id, profile.service(), profile.switchMs(), assignment.coResidentSet(), maxBatch);
    }

    /** Tenants of one copy should agree; where they do not, the larger batch and the named set win. */
    private static Copy merged(Copy first, Copy second) {
        String set = first.coResidentSet() == null ? second.coResidentSet() : first.coResidentSet();
        int maxBatch = Math.max(first.maxBatch(), second.maxBatch());
        return new Copy(first.id(), first.service(), first.switchMs(), set, maxBatch);
    }

    private static Stream stream(App app, List<Branch> branches) {
        double deadlineMs = app.slo().latencyMs() - app.networkMs();
        return new Stream(
                app.ref().toString(), app.arrivals(), app.preprocessMs(), app.networkMs(), deadlineMs, branches);
    }
}
