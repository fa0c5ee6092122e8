package dev.millrace.placement.solver;

import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Site;
import dev.millrace.queueing.model.DeviceClass;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Running totals of one device: work, copies, memory. Cheap figures that screen before the predictor is asked. */
final class SiteUse {
    private final Site site;
    private final Map<String, CopyUse> copies = new LinkedHashMap<>();
    private double work;

    /** A loaded copy: its tenants and their rate. */
    private static final class CopyUse {
        private final double switchMs;
        private final long onChipBytes;
        private int tenants;
        private double ratePerMs;

        CopyUse(Option option) {
            this.switchMs = option.profile().switchMs();
            this.onChipBytes = option.profile().onChipBytes();
        }
    }

    SiteUse(Site site) {
        this.site = site;
    }

    double work() {
        return work;
    }

    boolean holds(String copyId) {
        return copies.containsKey(copyId);
    }

    /** Adds a tenant; true if that loads a new copy. */
    boolean add(Option option, double share) {
        work += option.work() * share;
        boolean fresh = !copies.containsKey(option.copyId());
        CopyUse use = copies.computeIfAbsent(option.copyId(), id -> new CopyUse(option));
        use.tenants++;
        use.ratePerMs += option.app().arrivals().ratePerMs() * share;
        return fresh;
    }

    /** Removes a tenant; true if that unloads its copy. */
    boolean remove(Option option, double share) {
        work -= option.work() * share;
        CopyUse use = copies.get(option.copyId());
        if (use == null) {
            throw new IllegalStateException("copy " + option.copyId() + " is not on " + site.ref());
        }
        use.tenants--;
        use.ratePerMs -= option.app().arrivals().ratePerMs() * share;
        if (use.tenants > 0) {
            return false;
        }
        copies.remove(option.copyId());
        if (copies.isEmpty()) {
            work = 0;
        }
        return true;
    }

    /** Load that a tenant would add, switching under first come first served included. An estimate that orders devices. */
    double increase(Option option, double share) {
        double added = option.work() * share;
        if (site.spec().deviceClass() != DeviceClass.EDGE_TPU) {
            return added;
        }
        return added + switching(option, share) - switching(null, 0);
    }

    private double switching(@Nullable Option extra, double share) {
        double extraRate = extra == null ? 0 : extra.app().arrivals().ratePerMs() * share;
        double total = extraRate;
        long onChip = extra == null || copies.containsKey(extra.copyId())
                ? 0
                : extra.profile().onChipBytes();
        for (CopyUse use : copies.values()) {
            total += use.ratePerMs;
            onChip += use.onChipBytes;
        }
        if (onChip <= site.spec().onChipBytes() || total <= 0) {
            return 0;
        }
        double switching = 0;
        boolean merged = false;
        for (Map.Entry<String, CopyUse> entry : copies.entrySet()) {
            double rate = entry.getValue().ratePerMs;
            if (extra != null && entry.getKey().equals(extra.copyId())) {
                rate += extraRate;
                merged = true;
            }
            switching += rate * entry.getValue().switchMs * (1 - rate / total);
        }
        if (extra != null && !merged) {
            switching += extraRate * extra.profile().switchMs() * (1 - extraRate / total);
        }
        return switching;
    }
}
