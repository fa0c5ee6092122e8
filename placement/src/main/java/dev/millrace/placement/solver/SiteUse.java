package dev.millrace.placement.solver;

import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Site;
import dev.millrace.queueing.model.DeviceClass;
import java.util.LinkedHashMap;
import java.util.Map;

/** Running totals of one device: work, copies, memory. Cheap figures that screen before the predictor is asked. */
final class SiteUse {
    private final Site site;
    private final Map<String, CopyUse> copies = new LinkedHashMap<>();
    private double work;
    private double rate;
    private double switchMs;
    private double switchMsSquares;
    private long onChip;
    private double switching;

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
        sum();
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
            sum();
            return false;
        }
        copies.remove(option.copyId());
        if (copies.isEmpty()) {
            work = 0;
        }
        sum();
        return true;
    }

    /** Load that a tenant would add, switching under first come first served included. An estimate that orders devices. */
    double increase(Option option, double share) {
        double added = option.work() * share;
        if (site.spec().deviceClass() != DeviceClass.EDGE_TPU) {
            return added;
        }
        return added + switchingWith(option, share) - switching;
    }

    private void sum() {
        rate = 0;
        switchMs = 0;
        switchMsSquares = 0;
        onChip = 0;
        for (CopyUse use : copies.values()) {
            rate += use.ratePerMs;
            switchMs += use.ratePerMs * use.switchMs;
            switchMsSquares += use.ratePerMs * use.ratePerMs * use.switchMs;
            onChip += use.onChipBytes;
        }
        switching = switching(onChip, rate, switchMs, switchMsSquares);
    }

    private double switchingWith(Option option, double share) {
        CopyUse use = copies.get(option.copyId());
        double before = use == null ? 0 : use.ratePerMs;
        double after = before + option.app().arrivals().ratePerMs() * share;
        double eachMs = option.profile().switchMs();
        return switching(
                onChip + (use == null ? option.profile().onChipBytes() : 0),
                rate + after - before,
                switchMs + (after - before) * eachMs,
                switchMsSquares + (after * after - before * before) * eachMs);
    }

    /** Sum of r s (1 - r / R) over the copies; none where all fit on chip together. */
    private double switching(long onChipBytes, double ratePerMs, double first, double second) {
        return onChipBytes <= site.spec().onChipBytes() || ratePerMs <= 0 ? 0 : first - second / ratePerMs;
    }
}
