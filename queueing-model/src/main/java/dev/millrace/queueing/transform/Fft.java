package dev.millrace.queueing.transform;

/** Discrete Fourier transforms of a length that is a power of two, in place on separate real and imaginary parts. */
public final class Fft {
    private final int length;
    private final double[] cos;
    private final double[] sin;

    /**
     * Tables for one length.
     *
     * @param length a power of two
     */
    public Fft(int length) {
        if (Integer.bitCount(length) != 1) {
            throw new IllegalArgumentException("length must be a power of two, but was " + length);
        }
        this.length = length;
        this.cos = new double[length / 2];
        this.sin = new double[length / 2];
        for (int i = 0; i < length / 2; i++) {
            cos[i] = Math.cos(2 * Math.PI * i / length);
            sin[i] = Math.sin(2 * Math.PI * i / length);
        }
    }

    /** X_k = sum of x_i e^(-2 pi i k / n). */
    public void forward(double[] re, double[] im) {
        reorder(re, im);
        for (int half = 1; half < length; half *= 2) {
            int stride = length / (2 * half);
            for (int start = 0; start < length; start += 2 * half) {
                for (int k = 0; k < half; k++) {
                    int i = start + k;
                    int j = i + half;
                    double c = cos[k * stride];
                    double s = -sin[k * stride];
                    double x = re[j] * c - im[j] * s;
                    double y = re[j] * s + im[j] * c;
                    re[j] = re[i] - x;
                    im[j] = im[i] - y;
                    re[i] += x;
                    im[i] += y;
                }
            }
        }
    }

    /** The inverse of {@link #forward}. */
    public void inverse(double[] re, double[] im) {
        // Swapping the parts conjugates up to a factor, so the forward transform serves both ways.
        forward(im, re);
        for (int i = 0; i < length; i++) {
            re[i] /= length;
            im[i] /= length;
        }
    }

    private void reorder(double[] re, double[] im) {
        int shift = Integer.numberOfLeadingZeros(length) + 1;
        for (int i = 0; i < length; i++) {
            int j = length == 1 ? 0 : Integer.reverse(i) >>> shift;
            if (i < j) {
                double x = re[i];
                re[i] = re[j];
                re[j] = x;
                double y = im[i];
                im[i] = im[j];
                im[j] = y;
            }
        }
    }
}
