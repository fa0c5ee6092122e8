package dev.millrace.agent.plan;

import dev.millrace.agent.runtime.onnx.OnnxGpus;
import dev.millrace.crds.v1alpha1.DeviceClass;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The real GPUs of a node. CUDA numbers them; those of the command line come in that order, and one that manifests declare has
 * the number at the end of its name: gpu-1 is CUDA's device 1.
 *
 * @param flags as given on the command line
 */
public record RealGpus(OnnxGpus runtime, List<DeviceFlag> flags) {
    public RealGpus {
        flags = List.copyOf(flags);
    }

    /** For a node that is known to have none. */
    public static RealGpus none() {
        return new RealGpus(OnnxGpus.none(), List.of());
    }

    /** The devices of the command line. */
    List<DeviceDeclaration> named() {
        List<DeviceDeclaration> named = new ArrayList<>();
        for (DeviceFlag flag : flags) {
            named.add(device(flag.name(), flag.type(), flag.memory(), named.size()));
        }
        return named;
    }

    /** The device that manifests declare. */
    DeviceDeclaration declared(DeviceStatus device) {
        return device(device.name(), device.type(), device.memory(), ordinal(device.name()));
    }

    /** CUDA's number of the device of that name; 0 where it ends with none. */
    public static int ordinal(String name) {
        String digits = name.replaceFirst("^.*?([0-9]{0,4})$", "$1");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private DeviceDeclaration device(String name, String type, @Nullable String memory, int ordinal) {
        String problem = runtime.problem()
                .map(why -> String.format(
                        Locale.ROOT,
                        "device '%s' (%s) is not on this machine: %s; Maybe --emulate %s=%s",
                        name,
                        type,
                        why,
                        name,
                        type))
                .orElse(null);
        return new DeviceDeclaration(
                name, DeviceClass.GPU, type, memory, null, false, problem, null, problem == null ? ordinal : null);
    }
}
