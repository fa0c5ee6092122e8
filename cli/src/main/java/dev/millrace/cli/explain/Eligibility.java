package dev.millrace.cli.explain;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.placement.model.Taint;
import dev.millrace.placement.model.Variant;
import java.util.Map;
import java.util.Optional;

/** What speaks against a device whatever else runs there. */
final class Eligibility {
    private Eligibility() {}

    /** The first rule broken by the node, if any. */
    static Optional<Verdict> node(App app, Node node, DeviceSpec device) {
        DeviceRef ref = new DeviceRef(node.name(), device.name());
        if (!node.ready()) {
            return Optional.of(Verdict.against(ref, "", RefusalReason.NodeNotReady, "The node is not ready."));
        }
        if (!device.healthy()) {
            return Optional.of(Verdict.against(ref, "", RefusalReason.NoHealthyDevice, "The device is not healthy."));
        }
        for (Map.Entry<String, String> wanted : app.nodeSelector().entrySet()) {
            if (!wanted.getValue().equals(node.labels().get(wanted.getKey()))) {
                return Optional.of(Verdict.against(
                        ref,
                        "",
                        RefusalReason.NodeSelectorMismatch,
                        "The node lacks label " + wanted.getKey() + "=" + wanted.getValue() + "."));
            }
        }
        for (Taint taint : node.taints()) {
            if (taint.forbids() && app.tolerations().stream().noneMatch(t -> t.tolerates(taint))) {
                return Optional.of(Verdict.against(
                        ref, "", RefusalReason.TaintNotTolerated, "The app does not tolerate taint " + taint + "."));
            }
        }
        return Optional.empty();
    }

    /** What keeps a variant off the device as such, if anything. */
    static Optional<Verdict> variant(Variant variant, DeviceRef ref, DeviceSpec device) {
        if (variant.deviceClass() == device.deviceClass() && !variant.profiles().containsKey(device.type())) {
            return Optional.of(Verdict.against(
                    ref,
                    variant.name(),
                    RefusalReason.NoProfile,
                    "There is no ModelProfile of the model for device type " + device.type() + "."));
        }
        return Optional.empty();
    }
}
