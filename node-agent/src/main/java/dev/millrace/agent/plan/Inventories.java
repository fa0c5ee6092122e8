package dev.millrace.agent.plan;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.agent.runtime.edgetpu.EdgeTpus;
import dev.millrace.crds.v1alpha1.DeviceClass;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceNodeStatus;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out what the node has, from manifests, flags and the machine. */
public final class Inventories {
    private static final long MI = 1024 * 1024;

    private Inventories() {}

    /**
     * What a node has.
     *
     * @param declared status of the node in the manifests, or null
     * @param emulated emulated devices, which replace declared ones of their name
     * @param cpu the CPU as a device, or null for none but what is declared
     * @param cores overrides the declared number, or null
     * @param memory overrides the declared quantity, or null
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static Inventory of(
            @Nullable InferenceNodeStatus declared,
            List<DeviceFlag> emulated,
            @Nullable DeviceFlag cpu,
            @Nullable Integer cores,
            @Nullable String memory) {
        return of(declared, emulated, cpu, cores, memory, EdgeTpus.none(), RealGpus.none());
    }

    /**
     * What a node has, its real accelerators included: EdgeTPUs that nothing declares are added as edgetpu-0, edgetpu-1…
     *
     * @param edgeTpus the real ones of this machine
     * @param gpus the real ones that were named, and what reaches them
     */
    public static Inventory of(
            @Nullable InferenceNodeStatus declared,
            List<DeviceFlag> emulated,
            @Nullable DeviceFlag cpu,
            @Nullable Integer cores,
            @Nullable String memory,
            EdgeTpus edgeTpus,
            RealGpus gpus) {
        Map<String, DeviceDeclaration> devices = new LinkedHashMap<>();
        EdgeTpuAllotment real = new EdgeTpuAllotment(edgeTpus);
        if (declared != null && declared.devices() != null) {
            declared.devices().forEach(device -> devices.put(device.name(), declared(device, real, gpus)));
        }
        if (declared == null) {
            real.rest().forEach(device -> devices.put(device.name(), device));
        }
        gpus.named().forEach(device -> devices.put(device.name(), device));
        for (DeviceFlag flag : emulated) {
            devices.put(flag.name(), flag.emulated(devices.get(flag.name())));
        }
        if (cpu != null) {
            devices.put(
                    cpu.name(),
                    new DeviceDeclaration(cpu.name(), DeviceClass.CPU, cpu.type(), cpu.memory(), null, false, null));
        }
        return new Inventory(
                cores(declared, cores),
                memory(declared, memory),
                List.copyOf(devices.values()),
                edgeTpus,
                gpus.runtime());
    }

    /** Type of this machine's CPU as a device. */
    public static String cpuType() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (arch) {
            case "amd64", "x86_64" -> "x86-64";
            case "aarch64" -> "arm64";
            default -> arch.replaceAll("[^a-z0-9.-]", "-");
        };
    }

    private static DeviceDeclaration declared(DeviceStatus device, EdgeTpuAllotment real, RealGpus gpus) {
        if (device.deviceClass() == DeviceClass.GPU && !Boolean.TRUE.equals(device.emulated())) {
            return gpus.declared(device);
        }
        if (device.deviceClass() == DeviceClass.EDGE_TPU && !Boolean.TRUE.equals(device.emulated())) {
            return real.declared(device);
        }
        boolean emulated = Boolean.TRUE.equals(device.emulated());
        boolean present = emulated || device.deviceClass() == DeviceClass.CPU;
        return new DeviceDeclaration(
                device.name(),
                device.deviceClass(),
                device.type(),
                device.memory(),
                device.onChipMemory(),
                emulated,
                present
                        ? null
                        : "device '" + device.name() + "' (" + device.type()
                                + ") is not on this machine; Maybe --emulate " + device.name() + "=" + device.type());
    }

    private static int cores(@Nullable InferenceNodeStatus declared, @Nullable Integer cores) {
        if (cores != null) {
            if (cores < 1) {
                throw new IllegalArgumentException("--cores is " + cores + ". Maybe 1 or more");
            }
            return cores;
        }
        if (declared != null && declared.cpu() != null && declared.cpu().cores() != null) {
            return declared.cpu().cores();
        }
        return Runtime.getRuntime().availableProcessors();
    }

    private static String memory(@Nullable InferenceNodeStatus declared, @Nullable String memory) {
        if (memory != null) {
            return memory;
        }
        if (declared != null && declared.memory() != null) {
            return declared.memory();
        }
        long bytes = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
        return bytes / MI + "Mi";
    }
}
