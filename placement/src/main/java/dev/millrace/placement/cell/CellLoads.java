package dev.millrace.placement.cell;

import dev.millrace.placement.model.App;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Site;
import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import java.util.List;

/**
 * Loads of a cell's stations, 1 = all their time. Switches are reckoned as if all arrivals were Poisson; the accurate
 * predictor, which a plan has to pass, knows better.
 *
 * @param devices by device of the cell; that of a CPU includes pre-processing
 * @param cpu of the node's CPU per core where it pre-processes, else 0
 */
record CellLoads(List<Double> devices, double cpu) {
    CellLoads {
        devices = List.copyOf(devices);
    }

    static CellLoads of(CellContent content, Configuration configuration) {
        boolean preprocessing = false;
        double cpu = 0;
        for (Tenant tenant : content.tenants()) {
            App app = tenant.option().app();
            boolean onCpu = tenant.option().site().spec().deviceClass() == DeviceClass.CPU;
            double visitMs = app.preprocessMs() + (onCpu ? serviceMs(tenant.option(), 1) : 0);
            cpu += app.arrivals().ratePerMs() * tenant.share() * visitMs;
            preprocessing |= app.preprocessMs() > 0;
        }
        double cpuLoad = cpu / content.cell().cores();
        List<Double> devices = content.cell().sites().stream()
                .map(site -> device(site, content, configuration, cpuLoad))
                .toList();
        return new CellLoads(devices, preprocessing ? cpuLoad : 0);
    }

    private static double device(Site site, CellContent content, Configuration configuration, double cpuLoad) {
        return switch (site.spec().deviceClass()) {
            case CPU -> cpuLoad;
            case GPU -> gpu(site, content, configuration);
            case EDGE_TPU -> edgeTpu(site, content, configuration);
        };
    }

    private static double gpu(Site site, CellContent content, Configuration configuration) {
        double load = 0;
        for (int i = 0; i < content.tenants().size(); i++) {
            Tenant tenant = content.tenants().get(i);
            if (tenant.option().site().local() == site.local()) {
                int batch = configuration.maxBatch().get(i);
                load += rate(tenant) * serviceMs(tenant.option(), batch) / batch;
            }
        }
        return load;
    }

    private static double edgeTpu(Site site, CellContent content, Configuration configuration) {
        boolean switches = configuration.disciplines().get(site.local()) == Discipline.FCFS;
        List<CopyGroup> copies = CopyGroup.on(content, site.local());
        double load = 0;
        for (CopyGroup copy : copies) {
            load += copy.ratePerMs() * copy.profile().service().at(1).meanMs();
            if (switches && copy.profile().switchMs() > 0) {
                double evicting = 0;
                for (CopyGroup other : copies) {
                    boolean same = other.copyId().equals(copy.copyId());
                    evicting += same || together(copy, other, configuration) ? 0 : other.ratePerMs();
                }
                double misses = evicting / (evicting + copy.ratePerMs());
                load += copy.ratePerMs() * misses * copy.profile().switchMs();
            }
        }
        return load;
    }

    static boolean together(CopyGroup a, CopyGroup b, Configuration configuration) {
        return configuration.sets().get(a.members().getFirst()).isPresent()
                && configuration
                        .sets()
                        .get(a.members().getFirst())
                        .equals(configuration.sets().get(b.members().getFirst()));
    }

    private static double rate(Tenant tenant) {
        return tenant.option().app().arrivals().ratePerMs() * tenant.share();
    }

    private static double serviceMs(Option option, int batch) {
        BatchServiceTimes service = option.profile().service();
        return service.at(batch).meanMs();
    }
}
