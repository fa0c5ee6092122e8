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
        double total = 0;
        for (Part part : parts) {
            total += part.ratePerMs();
        }
        return total;
    }

    /** Work per ms: sum of rate x mean. */
    public double load() {
        double total = 0;
        for (Part part : parts) {
            total += part.ratePerMs() * part.time().meanMs();
        }
        return total;
    }

    /** Mean service time of a request in ms. */
    public double meanMs() {
        return load() / ratePerMs();
    }

    /** Second moment of a request's service time in ms². */
    public double secondMoment() {
        double total = 0;
        for (Part part : parts) {
            total += part.ratePerMs() * part.time().secondMoment();
        }
        return total / ratePerMs();
    }

    /** Whether all requests take the same constant time. */
    public boolean isConstant() {
        ServiceTime first = parts.getFirst().time();
        for (Part part : parts) {
            if (part.time().cv2() != 0 || part.time().meanMs() != first.meanMs()) {
                return false;
            }
        }
        return true;
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
        double total = 0;
        for (Part part : parts) {
            total += part.ratePerMs() * LaplaceTransform.service(part.time(), z);
        }
        return total;
    }
}
