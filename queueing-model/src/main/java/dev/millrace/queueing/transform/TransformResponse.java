package dev.millrace.queueing.transform;

import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.result.ResponseTime;
import java.util.List;
import org.apache.commons.math3.special.Gamma;
import org.jspecify.annotations.Nullable;

/**
 * A response time given by its transform: constant + atoms + a part without atoms.
 *
 * @param meanMs mean, constant included
 * @param constantMs least response
 * @param atoms steps of what comes on top of the constant
 * @param spread a Gamma service that follows every atom and turns its step into a rise; null for none
 * @param smooth transform of what comes on top of the constant, the atoms (with their spread) taken out
 */
public record TransformResponse(
        double meanMs,
        double constantMs,
        List<Atom> atoms,
        @Nullable ServiceTime spread,
        LaplaceTransform smooth) implements ResponseTime {
    private static final double ROUNDING = 1e-12;
    private static final double LEAST_MS = 1e-9;
    private static final double LEAST_MASS = 1e-9;

    /** Copies the list. */
    public TransformResponse {
        atoms = List.copyOf(atoms);
    }

    /** A response whose atoms are steps. */
    public TransformResponse(double meanMs, double constantMs, List<Atom> atoms, LaplaceTransform smooth) {
        this(meanMs, constantMs, atoms, null, smooth);
    }

    @Override
    public double cdf(double ms) {
        // A value that is meant to be exactly at a step may have been rounded to just below it.
        double rounding = ROUNDING * Math.abs(ms);
        double t = ms - constantMs;
        if (Double.isInfinite(t)) {
            return t > 0 ? 1 : 0;
        }
        if (!(t >= -rounding)) {
            return 0;
        }
        double value = 0;
        for (Atom atom : atoms) {
            if (atom.ms() <= t + rounding) {
                value += atom.mass() * spreadCdf(t - atom.ms());
            }
        }
        if (t > LEAST_MS) {
            value += EulerInversion.cdf(smooth, t);
        }
        return Math.clamp(value, 0, 1);
    }

    private double spreadCdf(double t) {
        if (spread == null) {
            return 1;
        }
        double shape = 1 / spread.cv2();
        return Gamma.regularizedGammaP(shape, Math.max(0, t) * shape / spread.meanMs());
    }

    @Override
    public double quantileMs(double p) {
        ResponseTime.probability(p);
        for (Atom atom : atoms) {
            double at = constantMs + atom.ms();
            double above = spread == null && atom.mass() > LEAST_MASS ? cdf(at) : 0;
            if (above >= p && above - atom.mass() < p) {
                return at;
            }
        }
        return QuantileSearch.quantile(this::cdf, p, constantMs, meanMs);
    }

    /** The same response behind an independent wait (transform {@code wait}, with an atom at 0) and a constant. */
    public TransformResponse behind(double waitMeanMs, double noWait, LaplaceTransform wait, double moreMs) {
        LaplaceTransform total = z -> {
            Complex atomic = Complex.ZERO;
            for (Atom atom : atoms) {
                atomic = atomic.plus(LaplaceTransform.constant(atom.ms(), z).times(atom.mass()));
            }
            if (spread != null) {
                atomic = atomic.times(LaplaceTransform.service(spread, z));
            }
            Complex waiting = wait.at(z);
            return smooth.at(z).times(waiting).plus(atomic.times(waiting.plus(-noWait)));
        };
        List<Atom> kept = atoms.stream()
                .map(atom -> new Atom(atom.ms(), atom.mass() * noWait))
                .toList();
        return new TransformResponse(meanMs + waitMeanMs + moreMs, constantMs + moreMs, kept, spread, total);
    }
}
