package dev.millrace.queueing.transform;

import dev.millrace.queueing.result.ResponseTime;
import java.util.List;

/**
 * A response time given by its transform: constant + atoms + a part without atoms.
 *
 * @param meanMs mean, constant included
 * @param constantMs least response
 * @param atoms steps of what comes on top of the constant
 * @param smooth transform of what comes on top of the constant, the atoms taken out
 */
public record TransformResponse(double meanMs, double constantMs, List<Atom> atoms, LaplaceTransform smooth)
        implements ResponseTime {
    private static final double LEAST_MS = 1e-9;
    private static final double LEAST_MASS = 1e-9;

    /** Copies the list. */
    public TransformResponse {
        atoms = List.copyOf(atoms);
    }

    @Override
    public double cdf(double ms) {
        double t = ms - constantMs;
        if (t < 0) {
            return 0;
        }
        double value = 0;
        for (Atom atom : atoms) {
            if (atom.ms() <= t) {
                value += atom.mass();
            }
        }
        if (t > LEAST_MS) {
            value += EulerInversion.cdf(smooth, t);
        }
        return Math.clamp(value, 0, 1);
    }

    @Override
    public double quantileMs(double p) {
        for (Atom atom : atoms) {
            double at = constantMs + atom.ms();
            double above = atom.mass() > LEAST_MASS ? cdf(at) : 0;
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
            Complex waiting = wait.at(z);
            return smooth.at(z).times(waiting).plus(atomic.times(waiting.plus(-noWait)));
        };
        List<Atom> kept = atoms.stream()
                .map(atom -> new Atom(atom.ms(), atom.mass() * noWait))
                .toList();
        return new TransformResponse(meanMs + waitMeanMs + moreMs, constantMs + moreMs, kept, total);
    }
}
