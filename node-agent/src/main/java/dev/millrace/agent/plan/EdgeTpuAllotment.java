package dev.millrace.agent.plan;

import dev.millrace.agent.device.emulated.DeviceTypes;
import dev.millrace.agent.runtime.edgetpu.EdgeTpu;
import dev.millrace.agent.runtime.edgetpu.EdgeTpus;
import dev.millrace.crds.v1alpha1.DeviceClass;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives names to the real EdgeTPUs: each is one device. */
final class EdgeTpuAllotment {
    private final EdgeTpus edgeTpus;
    private final List<EdgeTpu> free;
    private final boolean usable;

    EdgeTpuAllotment(EdgeTpus edgeTpus) {
        this.edgeTpus = edgeTpus;
        this.free = new ArrayList<>(edgeTpus.devices());
        this.usable = edgeTpus.problem().isEmpty();
    }

    /** The device that manifests declare: the one of its name, else the first of its type, else none. */
    DeviceDeclaration declared(DeviceStatus device) {
        EdgeTpu found = take(device.name(), device.type());
        String problem = null;
        if (found == null || !usable) {
            problem = "device '" + device.name() + "' (" + device.type() + ") is not on this machine: "
                    + edgeTpus.problem().orElse("all EdgeTPUs of that type are other devices") + "; Maybe --emulate "
                    + device.name() + "=" + device.type();
        }
        return new DeviceDeclaration(
                device.name(),
                DeviceClass.EDGE_TPU,
                device.type(),
                device.memory(),
                device.onChipMemory(),
                false,
                problem,
                usable ? found : null,
                null);
    }

    private @Nullable EdgeTpu take(String name, String type) {
        for (EdgeTpu candidate : free) {
            if (candidate.name().equals(name)) {
                free.remove(candidate);
                return candidate;
            }
        }
        for (EdgeTpu candidate : free) {
            if (candidate.type().equals(type)) {
                free.remove(candidate);
                return candidate;
            }
        }
        return null;
    }

    /** Those that nobody has declared. */
    List<DeviceDeclaration> rest() {
        List<DeviceDeclaration> rest = new ArrayList<>();
        for (EdgeTpu device : free) {
            String problem = usable
                    ? null
                    : "the EdgeTPU at " + device.path() + " cannot serve: "
                            + edgeTpus.problem().orElse("");
            rest.add(new DeviceDeclaration(
                    "edgetpu-" + rest.size(),
                    DeviceClass.EDGE_TPU,
                    device.type(),
                    null,
                    DeviceTypes.onChipMemory(device.type()).orElse(null),
                    false,
                    problem,
                    usable ? device : null,
                    null));
        }
        return rest;
    }
}
