package dev.millrace.agent.image;

import dev.millrace.agent.tensor.Datatype;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.List;

/** Pixels as elements of a tensor: (value - mean) * scale, channel by channel, in the order red, green, blue. */
final class Normalization {
    private static final int CHANNEL = 0xFF;
    /** Weights of ITU-R BT.601 for the brightness of red, green and blue. */
    private static final double[] BRIGHTNESS = {0.299, 0.587, 0.114};

    private final List<Double> mean;
    private final List<Double> scale;

    Normalization(List<Double> mean, List<Double> scale) {
        this.mean = List.copyOf(mean);
        this.scale = List.copyOf(scale);
    }

    static boolean writes(Datatype datatype) {
        return switch (datatype) {
            case FP32, FP16, UINT8, INT8 -> true;
            default -> false;
        };
    }

    /** Appends one image. Integers are rounded and held to their range. */
    void write(BufferedImage image, int channels, boolean channelsFirst, Datatype datatype, ByteBuffer out) {
        int pixels = image.getWidth() * image.getHeight();
        int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        if (channelsFirst) {
            for (int channel = 0; channel < channels; channel++) {
                for (int i = 0; i < pixels; i++) {
                    put(value(rgb[i], channel, channels), datatype, out);
                }
            }
        } else {
            for (int i = 0; i < pixels; i++) {
                for (int channel = 0; channel < channels; channel++) {
                    put(value(rgb[i], channel, channels), datatype, out);
                }
            }
        }
    }

    private double value(int rgb, int channel, int channels) {
        double raw = channels == 1
                ? BRIGHTNESS[0] * (rgb >> 16 & CHANNEL)
                        + BRIGHTNESS[1] * (rgb >> 8 & CHANNEL)
                        + BRIGHTNESS[2] * (rgb & CHANNEL)
                : rgb >> 16 - 8 * channel & CHANNEL;
        return (raw - of(mean, channel, 0)) * of(scale, channel, 1);
    }

    private static double of(List<Double> numbers, int channel, double none) {
        if (numbers.isEmpty()) {
            return none;
        }
        return numbers.get(Math.min(channel, numbers.size() - 1));
    }

    private static void put(double value, Datatype datatype, ByteBuffer out) {
        switch (datatype) {
            case FP32 -> out.putFloat((float) value);
            case FP16 -> out.putShort(Float.floatToFloat16((float) value));
            case UINT8 -> out.put((byte) Math.clamp(Math.round(value), 0, CHANNEL));
            case INT8 -> out.put((byte) Math.clamp(Math.round(value), Byte.MIN_VALUE, Byte.MAX_VALUE));
            default -> throw new IllegalArgumentException("no pixels as " + datatype);
        }
    }
}
