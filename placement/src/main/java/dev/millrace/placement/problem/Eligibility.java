package dev.millrace.placement.problem;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.placement.model.Taint;
import dev.millrace.placement.model.Variant;
import java.util.Map;
import java.util.Optional;

/** The rules that need no arithmetic: may this app stand on this device at all, whoever else does? */
public final class Eligibility {
    private Eligibility() {}

    /** The first rule that the device breaks for the app; empty if it may stand there. */
    public static Optional<RefusalReason> obstacle(App app, Node node, DeviceSpec device) {
        if (app.variants().stream().noneMatch(variant -> variant.deviceClass() == device.deviceClass())) {
            return Optional.of(RefusalReason.NoFeasibleDevice);
        }
        if (app.variants().stream().noneMatch(variant -> runsOn(variant, device))) {
            return Optional.of(RefusalReason.NoProfile);
        }
        if (!matches(app.nodeSelector(), node.labels())) {
            return Optional.of(RefusalReason.NodeSelectorMismatch);
        }
        if (node.taints().stream().anyMatch(taint -> taint.forbids() && !tolerated(app, taint))) {
            return Optional.of(RefusalReason.TaintNotTolerated);
        }
        if (!node.ready()) {
            return Optional.of(RefusalReason.NodeNotReady);
        }
        return device.healthy() ? Optional.empty() : Optional.of(RefusalReason.NoHealthyDevice);
    }

    /** Whether the variant is made for the device's class and profiled on its type. */
    public static boolean runsOn(Variant variant, DeviceSpec device) {
        return variant.deviceClass() == device.deviceClass()
                && variant.profiles().containsKey(device.type());
    }

    private static boolean matches(Map<String, String> selector, Map<String, String> labels) {
        return selector.entrySet().stream().allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())));
    }

    private static boolean tolerated(App app, Taint taint) {
        return app.tolerations().stream().anyMatch(toleration -> toleration.tolerates(taint));
    }
}
