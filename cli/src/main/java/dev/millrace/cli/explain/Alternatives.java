package dev.millrace.cli.explain;

import dev.millrace.placement.NodeModels;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Profile;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.placement.model.Variant;
import dev.millrace.queueing.model.DeviceClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Every device of the cluster as a place for one app, the others staying where they are. */
final class Alternatives {
    private static final int LARGEST_BATCH_TRIED = 32;

    private final ClusterSnapshot snapshot;
    private final Map<AppRef, App> apps;
    private final App app;
    private final Hosting others;
    private final WhatIf whatIf;
    private final MemoryCheck memory;

    /**
     * @param hosting who runs where; the app's own places in it do not count
     */
    Alternatives(ClusterSnapshot snapshot, App app, Hosting hosting, WhatIf whatIf) {
        this.snapshot = snapshot;
        this.apps = snapshot.appsByRef();
        this.app = app;
        this.others = hosting.without(app.ref());
        this.whatIf = whatIf;
        this.memory = new MemoryCheck(apps);
    }

    /** A verdict for each device and variant, the nearest first. */
    List<Verdict> verdicts() {
        List<Verdict> verdicts = new ArrayList<>();
        for (Node node : snapshot.nodes()) {
            for (DeviceSpec device : node.devices()) {
                verdicts.addAll(verdicts(node, device));
            }
        }
        verdicts.sort(Verdict.NEAREST_FIRST);
        return verdicts;
    }

    private List<Verdict> verdicts(Node node, DeviceSpec device) {
        Optional<Verdict> excluded = Eligibility.node(app, node, device);
        if (excluded.isPresent()) {
            return List.of(excluded.get());
        }
        DeviceRef ref = new DeviceRef(node.name(), device.name());
        List<Verdict> verdicts = app.variants().stream()
                .filter(variant -> variant.deviceClass() == device.deviceClass())
                .map(variant ->
                        Eligibility.variant(variant, ref, device).orElseGet(() -> verdict(node, device, ref, variant)))
                .toList();
        return verdicts.isEmpty()
                ? List.of(Verdict.against(
                        ref,
                        "",
                        RefusalReason.NoFeasibleDevice,
                        "The model has no variant for devices of class " + device.deviceClass() + "."))
                : verdicts;
    }

    private Verdict verdict(Node node, DeviceSpec device, DeviceRef ref, Variant variant) {
        Assignment single = new Assignment(app.ref(), ref, variant.name(), 1.0, 1, null);
        Optional<Verdict> full =
                memory.check(node, device, variant.name(), others.with(single).assignments());
        if (full.isPresent()) {
            return full.get();
        }
        // A larger batch may carry what single requests cannot: the best of the sizes speaks for the device.
        return batches(device, ref, variant)
                .mapToObj(batch ->
                        whatIf.verdict(others, new Assignment(app.ref(), ref, variant.name(), 1.0, batch, null)))
                .min(Verdict.NEAREST_FIRST)
                .orElseThrow();
    }

    /** The batch limits to try: that of the copy it would join, else the powers of two that the profile covers. */
    private IntStream batches(DeviceSpec device, DeviceRef ref, Variant variant) {
        if (device.deviceClass() != DeviceClass.GPU) {
            return IntStream.of(1);
        }
        String copy = NodeModels.copyId(app, variant);
        Optional<Integer> joined = others.assignments().stream()
                .filter(each -> each.device().equals(ref) && copy.equals(copyOf(each)))
                .map(Assignment::maxBatch)
                .findFirst();
        if (joined.isPresent()) {
            return IntStream.of(joined.get());
        }
        Profile profile = Objects.requireNonNull(variant.profiles().get(device.type()));
        int largest = Math.min(LARGEST_BATCH_TRIED, profile.service().largestBatch());
        return IntStream.iterate(1, batch -> batch <= largest, batch -> 2 * batch);
    }

    private String copyOf(Assignment assignment) {
        App other = apps.get(assignment.app());
        return other == null ? "" : NodeModels.copyId(other, other.variant(assignment.variant()));
    }
}
