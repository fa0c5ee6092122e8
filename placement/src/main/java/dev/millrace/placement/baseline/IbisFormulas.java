package dev.millrace.placement.baseline;

import dev.millrace.placement.problem.Option;
import dev.millrace.queueing.model.DeviceClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The mean-response formulas of Liang et al., "Ibis" (ACM TAAS 18(1), 2023), which are part of that baseline; Millrace's
 * own predictions do not use them. Times in ms, rates per ms.
 *
 * <p>GPU: R_i = s_i + E[Q] with E[Q] = 1/(mu - Lambda) - 1/mu, mu = 1/sum p_i s_i. EdgeTPU: m_i = s_i + (1 - p_i) o_i,
 * W = Lambda sum p_i m_i^2 / (2 (1 - rho)), R_i = m_i + W, p_i the model's fraction of the requests. CPU stage:
 * (1/mu)/(1 - rho) at the app's own rate.
 */
final class IbisFormulas {
    private final DeviceClass deviceClass;
    private final double rate;
    private final double utilization;
    private final double waitMs;
    private final Map<String, Double> modelRates = new LinkedHashMap<>();

    /** One device with all its tenants. */
    IbisFormulas(DeviceClass deviceClass, List<Option> tenants) {
        this.deviceClass = deviceClass;
        double total = 0;
        for (Option tenant : tenants) {
            double own = tenant.app().arrivals().ratePerMs();
            total += own;
            modelRates.merge(tenant.copyId(), own, Double::sum);
        }
        this.rate = total;
        double work = 0;
        double square = 0;
        for (Option tenant : tenants) {
            double own = tenant.app().arrivals().ratePerMs();
            double busyMs = busyMs(tenant);
            work += own * busyMs;
            square += own * busyMs * busyMs;
        }
        this.utilization = work;
        this.waitMs = deviceClass == DeviceClass.EDGE_TPU
                ? square / (2 * (1 - work))
                : total == 0 ? 0 : 1 / (total / work - total) - work / total;
    }

    /** Sum of rate x busy time; switching counts on an EdgeTPU. */
    double utilization() {
        return utilization;
    }

    /** Mean response time on the device alone; infinite at overload. */
    private double deviceMs(Option tenant) {
        return utilization >= 1 ? Double.POSITIVE_INFINITY : busyMs(tenant) + waitMs;
    }

    /** Mean response time end to end. */
    double responseMs(Option tenant) {
        return deviceMs(tenant) + cpuMs(tenant) + tenant.app().networkMs();
    }

    private static double cpuMs(Option tenant) {
        double serviceMs = tenant.app().preprocessMs();
        double rho = tenant.app().arrivals().ratePerMs() * serviceMs;
        return rho >= 1 ? Double.POSITIVE_INFINITY : serviceMs / (1 - rho);
    }

    private double busyMs(Option tenant) {
        double serviceMs = tenant.profile().service().at(1).meanMs();
        if (deviceClass != DeviceClass.EDGE_TPU) {
            return serviceMs;
        }
        double fraction = modelRates.getOrDefault(tenant.copyId(), 0.0) / rate;
        return serviceMs + (1 - fraction) * tenant.profile().switchMs();
    }
}
