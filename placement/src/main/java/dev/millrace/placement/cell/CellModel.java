package dev.millrace.placement.cell;

import dev.millrace.placement.model.App;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Site;
import dev.millrace.queueing.model.Branch;
import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.Stream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the queueing model of a cell. Names stand for positions, so that equal contents give equal models. */
final class CellModel {
    private CellModel() {}

    static NodeModel of(CellContent content, Configuration configuration) {
        List<Map<String, Copy>> copies = new ArrayList<>();
        content.cell().sites().forEach(site -> copies.add(new LinkedHashMap<>()));
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < content.tenants().size(); i++) {
            Tenant tenant = content.tenants().get(i);
            int local = tenant.option().site().local();
            Copy copy = copies.get(local).get(tenant.option().copyId());
            if (copy == null) {
                copy = copy(copies.get(local).size(), tenant.option(), configuration, i);
                copies.get(local).put(tenant.option().copyId(), copy);
            }
            streams.add(stream(i, tenant, new Branch(name(local), copy.id(), tenant.share())));
        }
        List<Device> devices = new ArrayList<>();
        for (Site site : content.cell().sites()) {
            devices.add(new Device(
                    name(site.local()),
                    site.spec().deviceClass(),
                    configuration.disciplines().get(site.local()),
                    List.copyOf(copies.get(site.local()).values())));
        }
        return new NodeModel("cell", content.cell().cores(), devices, streams);
    }

    static String name(int local) {
        return "d" + local;
    }

    private static Copy copy(int number, Option option, Configuration configuration, int tenant) {
        return new Copy(
                "c" + number,
                option.profile().service(),
                option.profile().switchMs(),
                configuration.sets().get(tenant).orElse(null),
                configuration.maxBatch().get(tenant));
    }

    private static Stream stream(int number, Tenant tenant, Branch branch) {
        App app = tenant.option().app();
        double deadlineMs = app.slo().latencyMs() - app.networkMs();
        return new Stream(
                "t" + number, app.arrivals(), app.preprocessMs(), app.networkMs(), deadlineMs, List.of(branch));
    }
}
