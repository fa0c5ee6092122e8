package dev.millrace.deviceplugin.kubelet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Damps what discovery sees. A USB device is away for about a second when its firmware is loaded, and a loose plug comes
 * and goes: it is offered at once when first seen, dropped only when it was missing {@code looks} times in a row, and
 * called healthy or not only when that was so {@code looks} times in a row. One whose device nodes are others now cannot be
 * opened by the Pod that has it: it is called unhealthy for so long that the Pod is made anew.
 */
public final class Sightings {
    private final int looks;
    private final int movedLooks;
    private final Map<String, Sighting> known = new LinkedHashMap<>();

    /**
     * @param looks how many looks in a row a change must last
     * @param movedLooks how many looks a device is unhealthy once its device nodes have changed
     */
    public Sightings(int looks, int movedLooks) {
        this.looks = looks;
        this.movedLooks = movedLooks;
    }

    /** What to offer after another look, in the order found; those missing for now last. */
    public List<OfferedDevice> look(List<OfferedDevice> found) {
        Map<String, Sighting> before = new LinkedHashMap<>(known);
        known.clear();
        for (OfferedDevice device : found) {
            Sighting last = before.remove(device.id());
            known.put(device.id(), last == null ? new Sighting(device, 0, 0, 0) : seen(last, device));
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

    private Sighting seen(Sighting last, OfferedDevice device) {
        if (!device.nodes().equals(last.offered().nodes())) {
            return Sighting.held(device, movedLooks);
        }
        if (last.held() > 0) {
            return Sighting.held(device, last.held() - 1);
        }
        if (device.healthy() == last.offered().healthy() || last.contrary() + 1 >= looks) {
            return new Sighting(device, 0, 0, 0);
        }
        return new Sighting(device.withHealth(last.offered().healthy()), 0, last.contrary() + 1, 0);
    }

    /**
     * @param missed looks in a row at which it was not there
     * @param contrary looks in a row at which its health was not what is offered
     * @param held looks for which it stays unhealthy yet
     */
    private record Sighting(OfferedDevice offered, int missed, int contrary, int held) {
        static Sighting held(OfferedDevice device, int looks) {
            return new Sighting(device.withHealth(looks == 0 && device.healthy()), 0, 0, looks);
        }

        Sighting gone() {
            return new Sighting(offered, missed + 1, contrary, held);
        }
    }
}
