package dev.millrace.placement.cell;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.placement.problem.Site;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.ServiceTime;
import java.util.List;

/**
 * Response times by arithmetic alone, some microseconds even in a program that has just started: every station as an M/G/1
 * queue (Pollaczek and Khinchine) with an exponential tail. Good enough to place the first apps by; a plan is never published
 * on its word.
 *
 * <p>An EdgeTPU that avoids switches is taken as exhaustive polling, whose mean wait follows from the pseudo-conservation law
 * (Boxma and Groenendijk 1987), or as first come first served, whichever waits less. A GPU is taken as first come first served
 * or as shared by all requests, whichever takes longer. Cameras count as Poisson streams.
 */
final class RoughEstimate {
    private final CellContent content;
    private final Configuration configuration;
    private final double cpuWaitMs;

    private RoughEstimate(CellContent content, Configuration configuration) {
        this.content = content;
        this.configuration = configuration;
        this.cpuWaitMs = cpuWaitMs(content);
    }

    /**
     * The devices of which some tenant's objective is not estimated to be below that fraction of its bound. A GPU that forms
     * batches is one of them: nothing is known of it.
     */
    static List<Violation> missed(CellContent content, Configuration configuration, double fraction) {
        RoughEstimate estimate = new RoughEstimate(content, configuration);
        return content.cell().sites().stream()
                .filter(site -> !(estimate.worst(site, fraction) <= 1))
                .map(site -> new Violation(RefusalReason.SLOViolated, site.local(), -1, Double.NaN))
                .toList();
    }

    /** The largest objective on the device as a fraction of its bound; infinite for an overload, NaN where not known. */
    private double worst(Site site, double margin) {
        return switch (site.spec().deviceClass()) {
            case CPU -> cpu(site, margin);
            case GPU -> gpu(site, margin);
            case EDGE_TPU -> edgeTpu(site, margin);
        };
    }

    /** Mean wait for a core, all visits to the CPU together; one queue that is as fast as all cores. */
    private static double cpuWaitMs(CellContent content) {
        int cores = content.cell().cores();
        double load = 0;
        double second = 0;
        double rate = 0;
        double bursts = 0;
        for (Tenant tenant : content.tenants()) {
            App app = tenant.option().app();
            boolean onCpu = tenant.option().site().spec().deviceClass() == DeviceClass.CPU;
            ServiceTime service = tenant.option().profile().service().at(1);
            double visitMs = (app.preprocessMs() + (onCpu ? service.meanMs() : 0)) / cores;
            double perMs = app.arrivals().ratePerMs() * tenant.share();
            load += perMs * visitMs;
            second += perMs * visitMs * visitMs * (1 + (onCpu ? service.cv2() : 0));
            rate += perMs;
            bursts += perMs * Math.max(1, app.arrivals().cv2());
        }
        return load >= 1 ? Double.POSITIVE_INFINITY : second / (2 * (1 - load)) * (rate > 0 ? bursts / rate : 1);
    }

    private double cpu(Site site, double margin) {
        double worst = 0;
        for (Tenant tenant : content.tenants()) {
            if (tenant.option().site().local() == site.local()) {
                ServiceTime service = tenant.option().profile().service().at(1);
                worst = Math.max(worst, ofBound(tenant, service.meanMs(), service.meanMs(), cpuWaitMs, margin));
            }
        }
        return worst;
    }

    private double gpu(Site site, double margin) {
        List<CopyGroup> copies = CopyGroup.on(content, site.local());
        double load = 0;
        double second = 0;
        for (CopyGroup copy : copies) {
            for (int member : copy.members()) {
                if (configuration.maxBatch().get(member) > 1) {
                    return Double.NaN;
                }
            }
            ServiceTime service = copy.profile().service().at(1);
            load += copy.ratePerMs() * service.meanMs();
            second += copy.ratePerMs() * service.secondMoment();
        }
        if (load >= 1) {
            return Double.POSITIVE_INFINITY;
        }
        double fcfs = second / (2 * (1 - load));
        double worst = 0;
        for (CopyGroup copy : copies) {
            double serviceMs = copy.profile().service().at(1).meanMs();
            double waitMs = Math.max(fcfs, serviceMs * load / (1 - load)) * bursts(site);
            worst = Math.max(worst, worst(copy, serviceMs, serviceMs, waitMs, margin));
        }
        return worst;
    }

    private double edgeTpu(Site site, double margin) {
        List<CopyGroup> copies = CopyGroup.on(content, site.local());
        boolean avoids = configuration.disciplines().get(site.local()) == Discipline.SWAP_AWARE;
        double polled = avoids ? polledWaitMs(copies) : Double.POSITIVE_INFINITY;
        double load = 0;
        double second = 0;
        for (CopyGroup copy : copies) {
            double misses = misses(copy, copies);
            double mean = copy.profile().service().at(1).meanMs();
            double spread = mean * mean * copy.profile().service().at(1).cv2();
            double missed = mean + copy.profile().switchMs();
            load += copy.ratePerMs() * (mean + misses * copy.profile().switchMs());
            second += copy.ratePerMs() * ((1 - misses) * mean * mean + misses * missed * missed + spread);
        }
        double served = load < 1 ? second / (2 * (1 - load)) : Double.POSITIVE_INFINITY;
        double waitMs = Math.min(polled, served) * bursts(site);
        double worst = 0;
        for (CopyGroup copy : copies) {
            double misses = misses(copy, copies);
            double mean = copy.profile().service().at(1).meanMs();
            double switchMs = copy.profile().switchMs();
            worst = Math.max(
                    worst, worst(copy, mean + misses * switchMs, mean + (misses > 0 ? switchMs : 0), waitMs, margin));
        }
        return worst;
    }

    /** Mean wait over all requests where a copy is served until none of its requests waits. */
    private double polledWaitMs(List<CopyGroup> copies) {
        double load = 0;
        double second = 0;
        double switching = 0;
        double squares = 0;
        for (CopyGroup copy : copies) {
            ServiceTime service = copy.profile().service().at(1);
            double own = copy.ratePerMs() * service.meanMs();
            load += own;
            squares += own * own;
            second += copy.ratePerMs() * service.secondMoment();
            switching += misses(copy, copies) > 0 ? copy.profile().switchMs() : 0;
        }
        if (load >= 1 || load == 0) {
            return load == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        return (second + switching * (load - squares / load)) / (2 * (1 - load));
    }

    /** P(miss) under first come first served: f / (f + p), f the rate of the copies that evict this one, p its own. */
    private double misses(CopyGroup copy, List<CopyGroup> copies) {
        double evicting = 0;
        for (CopyGroup other : copies) {
            boolean same = other.copyId().equals(copy.copyId());
            evicting += same || CellLoads.together(copy, other, configuration) ? 0 : other.ratePerMs();
        }
        return evicting / (evicting + copy.ratePerMs());
    }

    /** How much longer queues are than behind Poisson streams, where streams are burstier. */
    private double bursts(Site site) {
        double rate = 0;
        double weighted = 0;
        for (Tenant tenant : content.tenants()) {
            if (tenant.option().site().local() == site.local()) {
                double perMs = tenant.option().app().arrivals().ratePerMs() * tenant.share();
                rate += perMs;
                weighted += perMs * Math.max(1, tenant.option().app().arrivals().cv2());
            }
        }
        return rate > 0 ? weighted / rate : 1;
    }

    private double worst(CopyGroup copy, double meanMs, double longMs, double waitMs, double margin) {
        double worst = 0;
        for (int member : copy.members()) {
            Tenant tenant = content.tenants().get(member);
            double wait = waitMs + (tenant.option().app().preprocessMs() > 0 ? cpuWaitMs : 0);
            worst = Math.max(worst, ofBound(tenant, meanMs, longMs, wait, margin));
        }
        return worst;
    }

    /**
     * The objective as a fraction of its bound. A wait's tail is taken as exponential, and nobody as served at once.
     *
     * @param meanMs time at the device without the wait
     * @param longMs the same for an unlucky request
     */
    private static double ofBound(Tenant tenant, double meanMs, double longMs, double waitMs, double margin) {
        App app = tenant.option().app();
        double constantMs = app.preprocessMs() + app.networkMs();
        Objective objective = app.slo().objective();
        double value = objective == Objective.MEAN
                ? meanMs + waitMs
                : longMs + waitMs * -Math.log(1 - objective.probabilityOrHalf());
        return (value + constantMs) / (app.slo().latencyMs() * margin);
    }
}
