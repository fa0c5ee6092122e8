package dev.millrace.cli.load;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.placement.model.AppRef;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** Which apps take image files ({@code preprocess.image}), and what is sent to them. */
public final class LoadImages {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    /** Squares of one colour: such a picture compresses as photographs do, noise would not. */
    private static final int SQUARE = 8;

    private LoadImages() {}

    public static Set<AppRef> of(Collection<InferenceApp> apps) {
        return apps.stream()
                .filter(app -> app.getSpec().preprocess() != null
                        && app.getSpec().preprocess().image() != null)
                .map(app -> new AppRef(
                        app.getMetadata().getNamespace() == null
                                ? "default"
                                : app.getMetadata().getNamespace(),
                        app.getMetadata().getName()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A JPEG file of 640 x 480 pixels. */
    static byte[] jpeg(Random random) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y += SQUARE) {
            for (int x = 0; x < WIDTH; x += SQUARE) {
                int[] colour = new int[SQUARE * SQUARE];
                Arrays.fill(colour, random.nextInt(1 << 24));
                image.setRGB(x, y, SQUARE, SQUARE, colour, 0, SQUARE);
            }
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.setUseCache(false);
            if (!ImageIO.write(image, "jpg", out)) {
                throw new IllegalStateException("every Java platform writes JPEG");
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }
}
