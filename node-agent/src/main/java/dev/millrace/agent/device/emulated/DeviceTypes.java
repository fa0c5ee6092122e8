package dev.millrace.agent.device.emulated;

import java.util.List;
import java.util.Optional;

/** What is known of types of devices by their name, for devices that are declared by name and type alone. */
public final class DeviceTypes {
    /** Class of a device, as in the API. */
    public enum Kind {
        EDGE_TPU,
        GPU,
        CPU
    }

    /**
     * @param prefix names of types begin with it
     * @param memory memory of the device, a quantity; empty where it shares the host's
     * @param onChipMemory parameter memory on chip (EdgeTPU), a quantity; empty elsewhere
     */
    private record Known(String prefix, Kind kind, String memory, String onChipMemory) {}

    // 8 MB SRAM on an EdgeTPU, of which the compiler leaves up to 6.9 MiB to parameters (coral.ai, compiler guide).
    private static final List<Known> KNOWN = List.of(
            new Known("coral", Kind.EDGE_TPU, "", "6.9Mi"),
            new Known("edgetpu", Kind.EDGE_TPU, "", "6.9Mi"),
            new Known("jetson", Kind.GPU, "", ""),
            new Known("gpu", Kind.GPU, "", ""),
            new Known("rtx", Kind.GPU, "", ""),
            new Known("tesla", Kind.GPU, "", ""),
            new Known("x86", Kind.CPU, "", ""),
            new Known("arm", Kind.CPU, "", ""),
            new Known("cpu", Kind.CPU, "", ""),
            new Known("desktop-cpu", Kind.CPU, "", ""));

    private DeviceTypes() {}

    /** The class of a device, by its type, else by its name. */
    public static Optional<Kind> kind(String type, String name) {
        if (type.contains("-cpu")) {
            return Optional.of(Kind.CPU);
        }
        return known(type).or(() -> known(name)).map(Known::kind);
    }

    /** On-chip memory of devices of that type, a quantity. */
    public static Optional<String> onChipMemory(String type) {
        return known(type).map(Known::onChipMemory).filter(memory -> !memory.isEmpty());
    }

    private static Optional<Known> known(String word) {
        return KNOWN.stream().filter(known -> word.startsWith(known.prefix())).findFirst();
    }
}
