package dev.millrace.placement.problem;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Profile;
import dev.millrace.placement.model.Variant;
import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.DeviceClass;

/**
 * One place an app may take: a device, and the variant that would run there.
 *
 * @param appIndex position of the app in planning order
 * @param copyId identity of the loaded copy on the device
 * @param work least load that the whole app brings to the device: rate x shortest time per request / servers
 * @param cpuWork load that preprocessing (and a CPU variant) brings to the node's CPU, per core
 */
public record Option(
        int appIndex,
        App app,
        Site site,
        Variant variant,
        int variantIndex,
        Profile profile,
        String copyId,
        double work,
        double cpuWork) {

    /** Rate x shortest time per request / servers. */
    static double work(App app, Site site, Profile profile) {
        double least = leastMsPerRequest(site.spec().deviceClass(), profile.service());
        return app.arrivals().ratePerMs() * least / site.servers();
    }

    /** Load of preprocessing, and of the work itself where the device is the CPU, per core. */
    static double cpuWork(App app, Site site, double work) {
        boolean onCpu = site.spec().deviceClass() == DeviceClass.CPU;
        double preprocessing =
                app.arrivals().ratePerMs() * app.preprocessMs() / site.node().cores();
        return preprocessing + (onCpu ? work : 0);
    }

    private static double leastMsPerRequest(DeviceClass deviceClass, BatchServiceTimes service) {
        if (deviceClass != DeviceClass.GPU) {
            return service.at(1).meanMs();
        }
        double least = Double.POSITIVE_INFINITY;
        for (BatchServiceTimes.Row row : service.rows()) {
            least = Math.min(least, row.time().meanMs() / row.batch());
        }
        return least;
    }
}
