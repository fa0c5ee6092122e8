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
 * Response times by arithmetic alone, some microseconds even in a program that has just started: good enough to place apps and
 * to search by; a plan is never published on its word.
 *
 * <ul>
 *   <li>An EdgeTPU that serves first come first served is an M/G/1 queue (Pollaczek and Khinchine, Takacs), the wait of those
 *       who wait a gamma distribution.
 *   <li>One that avoids switches is exhaustive polling: the mean wait over all work follows from the pseudo-conservation law
 *       (Boxma and Groenendijk 1987), or is that of first come first served where that is less; a copy's own mean wait is
 *       proportional to 1 less its own load (Everitt 1986), exactly so for a light copy beside a heavy one.
 *   <li>On a GPU a copy is slowed down by the load of the others (processor sharing), and is an M/G/1 queue of its own at that
 *       speed.
 *   <li>The CPU is one queue that is as fast as all cores, with an exponential tail.
 * </ul>
 *
 * <p>Cameras count as Poisson streams, burstier streams lengthen waits in proportion. Against accurate prediction over the
 * contents that a plan of 500 devices holds, the median of true / estimated is 0.89 to 1.04 by class, copies and objective;
 * the placement module's DESIGN.md tells how far it spreads.
 */
final class RoughEstimate {
    /** Shapes of gamma distributed waits, set by accurate prediction: of time lost to sharing, of a wait for one's turn. */
    private static final double SHARING_SHAPE = 5;

    private static final double POLLED_SHAPE = 1.5;

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
        RoughWait wait = RoughWait.exponential(cpuWaitMs);
        double worst = 0;
        for (Tenant tenant : content.tenants()) {
            if (tenant.option().site().local() == site.local()) {
                ServiceTime service = tenant.option().profile().service().at(1);
                worst = Math.max(worst, ofBound(tenant, service.meanMs(), service.meanMs(), wait, margin));
            }
        }
        return worst;
    }

    private double gpu(Site site, double margin) {
        List<CopyGroup> copies = CopyGroup.on(content, site.local());
        double load = 0;
        for (CopyGroup copy : copies) {
            for (int member : copy.members()) {
                if (configuration.maxBatch().get(member) > 1) {
                    return Double.NaN;
                }
            }
            ServiceTime service = copy.profile().service().at(1);
            load += copy.ratePerMs() * service.meanMs();
        }
        if (load >= 1) {
            return Double.POSITIVE_INFINITY;
        }
        double worst = 0;
        for (CopyGroup copy : copies) {
            double serviceMs = copy.profile().service().at(1).meanMs();
            worst = Math.max(worst, worst(copy, serviceMs, serviceMs, gpuWait(copy, load, bursts(site)), margin));
        }
        return worst;
    }

    /** What a request loses to the other copies that run beside its own, and the queue before its own. */
    private static RoughWait gpuWait(CopyGroup copy, double load, double bursts) {
        ServiceTime service = copy.profile().service().at(1);
        double own = copy.ratePerMs() * service.meanMs();
        double slowdown = 1 / (1 - (load - own));
        double sharingMs = (slowdown - 1) * service.meanMs();
        double queueMs = copy.ratePerMs() * service.secondMoment() * slowdown * slowdown / (2 * (1 - own * slowdown));
        double waitMs = sharingMs + queueMs;
        double shape = waitMs > 0 ? (queueMs + SHARING_SHAPE * sharingMs) / waitMs : 1;
        return new RoughWait(waitMs * bursts, load, shape);
    }

    private double edgeTpu(Site site, double margin) {
        List<CopyGroup> copies = CopyGroup.on(content, site.local());
        boolean avoids = configuration.disciplines().get(site.local()) == Discipline.SWAP_AWARE;
        EdgeTpuLoad served = edgeTpuLoad(copies);
        double meanMs = avoids ? Math.min(polledWaitMs(copies), served.waitMs()) : served.waitMs();
        if (Double.isInfinite(meanMs)) {
            return meanMs;
        }
        double bursts = bursts(site);
        double worst = 0;
        for (CopyGroup copy : copies) {
            double misses = misses(copy, copies);
            double serviceMs = copy.profile().service().at(1).meanMs();
            double switchMs = copy.profile().switchMs();
            double own = copy.ratePerMs() * serviceMs;
            RoughWait wait = avoids
                    ? new RoughWait(
                            meanMs * (1 - own) / served.othersWork() * bursts, Math.min(1, served.load()), POLLED_SHAPE)
                    : RoughWait.singleServer(served.load(), meanMs * bursts, served.thirds());
            worst = Math.max(
                    worst,
                    worst(copy, serviceMs + misses * switchMs, serviceMs + (misses > 0 ? switchMs : 0), wait, margin));
        }
        return worst;
    }

    /**
     * An EdgeTPU under first come first served.
     *
     * @param load switching included
     * @param seconds rate times the second moment of the service time with switching, in ms
     * @param thirds the same for the third moment, in ms^2
     * @param othersWork 1 less a copy's own load, on average over the work
     */
    private record EdgeTpuLoad(double load, double seconds, double thirds, double othersWork) {
        double waitMs() {
            return load < 1 ? seconds / (2 * (1 - load)) : Double.POSITIVE_INFINITY;
        }
    }

    private EdgeTpuLoad edgeTpuLoad(List<CopyGroup> copies) {
        double load = 0;
        double seconds = 0;
        double thirds = 0;
        double work = 0;
        double squares = 0;
        for (CopyGroup copy : copies) {
            double misses = misses(copy, copies);
            ServiceTime service = copy.profile().service().at(1);
            double hit = service.meanMs();
            double miss = hit + copy.profile().switchMs();
            double variance = hit * hit * service.cv2();
            double rate = copy.ratePerMs();
            load += rate * (hit + misses * copy.profile().switchMs());
            seconds += rate * ((1 - misses) * hit * hit + misses * miss * miss + variance);
            thirds += rate * ((1 - misses) * hit * hit * hit + misses * miss * miss * miss + 3 * variance * hit);
            work += rate * hit;
            squares += rate * hit * rate * hit;
        }
        return new EdgeTpuLoad(load, seconds, thirds, work > 0 ? 1 - squares / work : 1);
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

    private double worst(CopyGroup copy, double meanMs, double longMs, RoughWait ahead, double margin) {
        double worst = 0;
        for (int member : copy.members()) {
            Tenant tenant = content.tenants().get(member);
            RoughWait wait = ahead.plus(tenant.option().app().preprocessMs() > 0 ? cpuWaitMs : 0);
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
    private static double ofBound(Tenant tenant, double meanMs, double longMs, RoughWait wait, double margin) {
        App app = tenant.option().app();
        double constantMs = app.preprocessMs() + app.networkMs();
        Objective objective = app.slo().objective();
        double value = objective == Objective.MEAN
                ? meanMs + wait.meanMs()
                : longMs + wait.quantileMs(objective.probabilityOrHalf());
        return (value + constantMs) / (app.slo().latencyMs() * margin);
    }
}
