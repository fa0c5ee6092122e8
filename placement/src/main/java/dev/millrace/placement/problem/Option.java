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

    static Option of(int appIndex, App app, Site site, int variantIndex, Profile profile, String copyId) {
        Variant variant = app.variants().get(variantIndex);
        double rate = app.arrivals().ratePerMs();
        double work = rate * leastMsPerRequest(site.spec().deviceClass(), profile.service()) / site.servers();
        boolean onCpu = site.spec().deviceClass() == DeviceClass.CPU;
        double cpuWork = rate * app.preprocessMs() / site.node().cores() + (onCpu ? work : 0);
        return new Option(appIndex, app, site, variant, variantIndex, profile, copyId, work, cpuWork);
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
