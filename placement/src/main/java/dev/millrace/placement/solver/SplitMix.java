package dev.millrace.placement.solver;

/** Spreads numbers over all 64 bits: the finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
final class SplitMix {
    private SplitMix() {}

    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
