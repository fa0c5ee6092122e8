package dev.millrace.agent.image;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * Resizes without keeping the ratio of the sides: halved as often as it is more than twice too large, so that every pixel
 * counts, then bilinearly.
 */
final class Resize {
    private Resize() {}

    /** An image of type RGB; what is transparent becomes black. */
    static BufferedImage to(BufferedImage image, int width, int height) {
        BufferedImage current = image;
        while (current.getWidth() > 2 * width || current.getHeight() > 2 * height) {
            current = drawn(
                    current,
                    current.getWidth() > 2 * width ? (current.getWidth() + 1) / 2 : current.getWidth(),
                    current.getHeight() > 2 * height ? (current.getHeight() + 1) / 2 : current.getHeight());
        }
        return drawn(current, width, height);
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height) {
        BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = out.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(image, 0, 0, width, height, null);
        } finally {
            graphics.dispose();
        }
        return out;
    }
}
