package dev.millrace.agent.protocol.rest;

/** The upper half of an IEEE 754 single, rounded to nearest even. */
final class Bfloat16 {
    private static final int HALF = 16;
    private static final int ROUND = 0x7FFF;

    private Bfloat16() {}

    static short of(float value) {
        int bits = Float.floatToIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> HALF);
        }
        return (short) (bits + ROUND + (bits >>> HALF & 1) >>> HALF);
    }

    static float toFloat(short bits) {
        return Float.intBitsToFloat(bits << HALF);
    }
}
