package dev.millrace.deviceplugin.kubelet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The devices offered now, and those who want to hear of changes. */
final class Offer {
    private final List<Consumer<List<OfferedDevice>>> listeners = new CopyOnWriteArrayList<>();
    private List<OfferedDevice> devices = List.of();

    synchronized List<OfferedDevice> devices() {
        return devices;
    }

    synchronized Optional<OfferedDevice> device(String id) {
        return devices.stream().filter(device -> device.id().equals(id)).findFirst();
    }

    /** Listeners hear of it only if it differs from what was offered. @return whether it does */
    synchronized boolean change(List<OfferedDevice> now) {
        if (now.equals(devices)) {
            return false;
        }
        devices = List.copyOf(now);
        listeners.forEach(listener -> listener.accept(devices));
        return true;
    }

    /** Tells the listener of the devices at once, and again at each change. */
    synchronized void listen(Consumer<List<OfferedDevice>> listener) {
        listeners.add(listener);
        listener.accept(devices);
    }

    synchronized void ignore(Consumer<List<OfferedDevice>> listener) {
        listeners.remove(listener);
    }

    /** How many devices of each type, for a log line. */
    synchronized Map<String, Long> summary() {
        Map<String, Long> counts = new LinkedHashMap<>();
        devices.forEach(device -> counts.merge(device.healthy() ? device.type() : device.type() + "!", 1L, Long::sum));
        return counts;
    }
}
