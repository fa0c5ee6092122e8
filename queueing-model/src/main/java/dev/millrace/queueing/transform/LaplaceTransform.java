package dev.millrace.queueing.transform;

import dev.millrace.queueing.model.ServiceTime;

/** Laplace-Stieltjes transform E[e^(-zX)] of a non-negative time X in ms (or of a defective part of one). */
@FunctionalInterface
public interface LaplaceTransform {
    /** Value at z (1/ms) with a positive real part. */
    Complex at(Complex z);

    /**
     * Values at {@code re + i k step} for k = 0, 1, …: what an inversion asks for. Transforms of constants override it,
     * because e^(-zs) along such a line is a geometric sequence.
     *
     * @param outRe real parts, filled
     * @param outIm imaginary parts, filled
     */
    default void along(double re, double step, double[] outRe, double[] outIm) {
        for (int k = 0; k < outRe.length; k++) {
            Complex value = at(new Complex(re, k * step));
            outRe[k] = value.re();
            outIm[k] = value.im();
        }
    }

    /** Transform of a constant. */
    static Complex constant(double ms, Complex z) {
        return z.times(-ms).exp();
    }

    /** Transform of a Gamma service time: (1 + z m c)^(-1/c), or e^(-z m) for c = 0. */
    static Complex service(ServiceTime time, Complex z) {
        if (time.cv2() == 0) {
            return constant(time.meanMs(), z);
        }
        Complex base = z.times(time.meanMs() * time.cv2()).plus(1);
        return time.cv2() == 1 ? Complex.ONE.dividedBy(base) : base.pow(-1 / time.cv2());
    }

    /** The same at a real argument. */
    static double service(ServiceTime time, double z) {
        return time.cv2() == 0
                ? Math.exp(-z * time.meanMs())
                : Math.pow(1 + z * time.meanMs() * time.cv2(), -1 / time.cv2());
    }
}
