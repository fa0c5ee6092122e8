package dev.millrace.deviceplugin.edgetpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the apex driver tells of a device in sysfs: its temperature, and its place. USB devices tell neither.
 *
 * <p>A device is called too hot from 100 °C (Coral's documentation: operating range up to 85 °C ambient, throttling from
 * 85 °C junction temperature on, shutdown at about 105 °C) and well again below 90 °C.
 */
final class PcieHealth {
    private static final double TOO_HOT_MILLI_CELSIUS = 100_000;
    private static final double WELL_AGAIN_MILLI_CELSIUS = 90_000;

    private final Path devices;
    private final Set<String> hot = ConcurrentHashMap.newKeySet();

    /** @param sys root of sysfs */
    PcieHealth(Path sys) {
        this.devices = sys.resolve("class").resolve("apex");
    }

    /** Where the driver tells no temperature, a device that is there is healthy. */
    boolean healthy(String name) {
        Optional<Double> temperature = number(name, "temp");
        if (temperature.isEmpty()) {
            hot.remove(name);
        } else if (temperature.get() >= TOO_HOT_MILLI_CELSIUS) {
            hot.add(name);
        } else if (temperature.get() < WELL_AGAIN_MILLI_CELSIUS) {
            hot.remove(name);
        }
        return !hot.contains(name);
    }

    /** -1 where unknown. */
    int numaNode(String name) {
        return number(name, "device/numa_node").map(Double::intValue).orElse(-1);
    }

    private Optional<Double> number(String name, String attribute) {
        try {
            return Optional.of(Double.parseDouble(
                    Files.readString(devices.resolve(name).resolve(attribute)).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
