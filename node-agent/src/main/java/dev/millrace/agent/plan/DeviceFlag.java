package dev.millrace.agent.plan;

import dev.millrace.agent.device.emulated.DeviceTypes;
import dev.millrace.crds.units.Quantities;
import dev.millrace.crds.v1alpha1.DeviceClass;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A device on the command line: {@code NAME=TYPE[,memory=Q][,onChipMemory=Q]}. */
public record DeviceFlag(
        String name,
        String type,
        @Nullable String memory,
        @Nullable String onChipMemory) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern TYPE = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    /** @throws IllegalArgumentException with a sentence for the user */
    public static DeviceFlag parse(String flag, String text) {
        String[] parts = text.split(",", -1);
        int equals = parts[0].indexOf('=');
        String name = equals < 0 ? parts[0] : parts[0].substring(0, equals);
        String type = equals < 0 ? "" : parts[0].substring(equals + 1);
        if (!NAME.matcher(name).matches() || !TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException(
                    flag + ": '" + text + "' is not NAME=TYPE. Maybe " + flag + " edgetpu-0=coral-usb");
        }
        String memory = null;
        String onChip = null;
        for (int i = 1; i < parts.length; i++) {
            int at = parts[i].indexOf('=');
            String key = at < 0 ? parts[i] : parts[i].substring(0, at);
            String value = at < 0 ? "" : parts[i].substring(at + 1);
            switch (key) {
                case "memory" -> memory = quantity(flag, value);
                case "onChipMemory" -> onChip = quantity(flag, value);
                default ->
                    throw new IllegalArgumentException(
                            flag + ": unknown option '" + key + "' of a device. Maybe memory or onChipMemory");
            }
        }
        return new DeviceFlag(name, type, memory, onChip);
    }

    private static String quantity(String flag, String value) {
        try {
            Quantities.bytes(value);
            return value;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(flag + ": " + e.getMessage());
        }
    }

    /**
     * The emulated device it stands for.
     *
     * @param declared what manifests say of it, or null
     * @throws IllegalArgumentException where neither they nor type or name tell its class
     */
    public DeviceDeclaration emulated(@Nullable DeviceDeclaration declared) {
        DeviceClass deviceClass = declared == null ? classByName() : declared.deviceClass();
        String declaredMemory = declared == null ? null : declared.memory();
        String declaredOnChip = declared == null ? null : declared.onChipMemory();
        String knownOnChip = deviceClass == DeviceClass.EDGE_TPU
                ? DeviceTypes.onChipMemory(type).orElse(null)
                : null;
        return new DeviceDeclaration(
                name,
                deviceClass,
                type,
                memory == null ? declaredMemory : memory,
                onChipMemory != null ? onChipMemory : declaredOnChip != null ? declaredOnChip : knownOnChip,
                true,
                null);
    }

    private DeviceClass classByName() {
        return DeviceTypes.kind(type, name)
                .map(kind -> DeviceClass.valueOf(kind.name()))
                .orElseThrow(() -> new IllegalArgumentException("--emulate: neither type '" + type + "' nor name '"
                        + name + "' tells the class of the device. Maybe name it edgetpu-0, gpu-0 or cpu-0"));
    }
}
