package dev.millrace.deviceplugin.kubelet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Damps what discovery sees. A USB device is away for about a second when its firmware is loaded, and a loose plug comes
 * and goes: it is offered at once when first seen, dropped only when it was missing {@code looks} times in a row, and
 * called healthy or not only when that was so {@code looks} times in a row.
 */
public final class Sightings {
    private final int looks;
    private final Map<String, Sighting> known = new LinkedHashMap<>();

    /** @param looks how many looks in a row a change must last */
    public Sightings(int looks) {
        this.looks = looks;
    }

    /** What to offer after another look, in the order found; those missing for now last. */
    public List<OfferedDevice> look(List<OfferedDevice> found) {
        Map<String, Sighting> before = new LinkedHashMap<>(known);
        known.clear();
        for (OfferedDevice device : found) {
            Sighting last = before.remove(device.id());
            known.put(device.id(), last == null ? new Sighting(device, 0, 0) : last.seen(device, looks));
        }
        before.forEach((id, last) -> {
            if (last.missed() + 1 < looks) {
                known.put(id, last.gone());
            }
        });
        List<OfferedDevice> offered = new ArrayList<>();
        known.values().forEach(sighting -> offered.add(sighting.offered()));
        return offered;
    }

    private record Sighting(OfferedDevice offered, int missed, int contrary) {
        Sighting seen(OfferedDevice device, int looks) {
            if (device.healthy() == offered.healthy()) {
                return new Sighting(device, 0, 0);
            }
            return contrary + 1 >= looks
                    ? new Sighting(device, 0, 0)
                    : new Sighting(device.withHealth(offered.healthy()), 0, contrary + 1);
        }

        Sighting gone() {
            return new Sighting(offered, missed + 1, contrary);
        }
    }
}
