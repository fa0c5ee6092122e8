package dev.millrace.queueing.transform;

/** A complex number; small enough for the compiler to keep out of the heap in hot loops. */
public record Complex(double re, double im) {
    /** 0. */
    public static final Complex ZERO = new Complex(0, 0);

    /** 1. */
    public static final Complex ONE = new Complex(1, 0);

    /** Sum. */
    public Complex plus(Complex other) {
        return new Complex(re + other.re, im + other.im);
    }

    /** Sum with a real number. */
    public Complex plus(double real) {
        return new Complex(re + real, im);
    }

    /** Difference. */
    public Complex minus(Complex other) {
        return new Complex(re - other.re, im - other.im);
    }

    /** Product. */
    public Complex times(Complex other) {
        return new Complex(re * other.re - im * other.im, re * other.im + im * other.re);
    }

    /** Product with a real number. */
    public Complex times(double real) {
        return new Complex(re * real, im * real);
    }

    /** Quotient. */
    public Complex dividedBy(Complex other) {
        double norm = other.re * other.re + other.im * other.im;
        return new Complex((re * other.re + im * other.im) / norm, (im * other.re - re * other.im) / norm);
    }

    /** Absolute value. */
    public double abs() {
        return Math.hypot(re, im);
    }

    /** e to this number. */
    public Complex exp() {
        double size = Math.exp(re);
        return new Complex(size * Math.cos(im), size * Math.sin(im));
    }

    /** Principal power with a real exponent. */
    public Complex pow(double exponent) {
        double size = Math.exp(exponent * 0.5 * Math.log(re * re + im * im));
        double angle = exponent * Math.atan2(im, re);
        return new Complex(size * Math.cos(angle), size * Math.sin(angle));
    }
}
