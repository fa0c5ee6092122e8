package dev.millrace.deviceplugin.dra;

import dev.millrace.deviceplugin.kubelet.OfferedDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Prepares claims for containers of this node, and takes that back. Both may be asked for again and again: a record a claim
 * says what is done. Who gets which device is the scheduler's business, not checked here. Different claims may be worked on
 * at once; the kubelet asks for one thing at a time of each.
 */
final class Claims {
    private final Supplier<List<OfferedDevice>> present;
    private final AllocatedClaims allocated;
    private final ClaimRecords records;
    private final ClaimCdi cdi;

    /** @param present the devices of this node, as of now */
    Claims(Supplier<List<OfferedDevice>> present, AllocatedClaims allocated, ClaimRecords records, ClaimCdi cdi) {
        this.present = present;
        this.allocated = allocated;
        this.records = records;
        this.cdi = cdi;
    }

    /**
     * Makes the runtime know the devices of a claim, by the names of {@link ClaimCdi#name}. A claim that was prepared
     * before needs no API server; its specification is written anew, as a reboot takes it away and a device may have
     * another address by now.
     *
     * @throws IOException where a device is gone, or ill; with a sentence for the user. The kubelet asks again
     */
    List<ClaimDevice> prepare(ClaimName claim) throws IOException {
        Optional<List<ClaimDevice>> before = records.read(claim.uid());
        List<ClaimDevice> devices = before.isPresent() ? before.get() : allocated.devices(claim);
        Map<String, OfferedDevice> found = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (ClaimDevice device : devices) {
            Optional<OfferedDevice> one = present.get().stream()
                    .filter(candidate -> candidate.id().equals(device.device()))
                    .findFirst();
            if (one.isEmpty()) {
                missing.add(device.device() + " is gone");
            } else if (!one.get().healthy() && before.isEmpty()) {
                missing.add(device.device() + " is unhealthy");
            } else {
                found.put(device.device(), one.get());
            }
        }
        if (missing.isEmpty()) {
            cdi.write(claim.uid(), found.values());
        } else if (before.isEmpty() || !cdi.isThere(claim.uid())) {
            throw new IOException("device " + String.join(", ", missing));
        }
        if (before.isEmpty()) {
            // Last: what is recorded is done.
            records.write(claim.uid(), devices);
        }
        return devices;
    }

    /** Takes it back; nothing to take back is fine. */
    void unprepare(ClaimName claim) throws IOException {
        cdi.delete(claim.uid());
        records.delete(claim.uid());
    }

    String cdiName(ClaimName claim, ClaimDevice device) {
        return cdi.name(claim.uid(), device.device());
    }
}
