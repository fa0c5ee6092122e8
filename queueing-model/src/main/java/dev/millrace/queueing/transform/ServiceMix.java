package dev.millrace.queueing.transform;

import dev.millrace.queueing.model.ServiceTime;
import java.util.List;

/** Poisson arrivals with a mixture of service times: sum of rate x phi, with its moments. Rates per ms. */
public record ServiceMix(List<Part> parts) {
    /** One kind of request. */
    public record Part(double ratePerMs, ServiceTime time) {}

    /** Copies the list. */
    public ServiceMix {
        parts = List.copyOf(parts);
    }

    /** One kind of request only. */
    public static ServiceMix of(double ratePerMs, ServiceTime time) {
        return new ServiceMix(List.of(new Part(ratePerMs, time)));
    }

    /** Both together. */
    public ServiceMix plus(ServiceMix other) {
        List<Part> all = new java.util.ArrayList<>(parts);
        all.addAll(other.parts);
        return new ServiceMix(all);
    }

    /** Total rate per ms. */
    public double ratePerMs() {
        return sum(part -> part.ratePerMs());
    }

    /** Work per ms: sum of rate x mean. */
    public double load() {
        return sum(part -> part.ratePerMs() * part.time().meanMs());
    }

    /** Mean service time of a request in ms. */
    public double meanMs() {
        return load() / ratePerMs();
    }

    /** Second moment of a request's service time in ms². */
    public double secondMoment() {
        return sum(part -> part.ratePerMs() * part.time().secondMoment()) / ratePerMs();
    }

    /** Sum of rate x E[e^(-zS)]. */
    public Complex rateTransform(Complex z) {
        Complex total = Complex.ZERO;
        for (Part part : parts) {
            total = total.plus(LaplaceTransform.service(part.time(), z).times(part.ratePerMs()));
        }
        return total;
    }

    /** Sum of rate x E[e^(-zS)] at a real argument. */
    public double rateTransform(double z) {
        return sum(part -> part.ratePerMs() * LaplaceTransform.service(part.time(), z));
    }

    private double sum(java.util.function.ToDoubleFunction<Part> value) {
        double total = 0;
        for (Part part : parts) {
            total += value.applyAsDouble(part);
        }
        return total;
    }
}
