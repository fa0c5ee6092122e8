package dev.millrace.agent.image;

import dev.millrace.agent.tensor.ServingException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG and PNG. An image says how large it is before its pixels are decoded: one beyond the limit is refused then,
 * and of one much larger than asked for only every n-th pixel is kept, so that a small file cannot take much memory.
 */
final class ImageDecoder {
    /** Pixels of the largest image: beyond any camera of the edge, and decoded in about a second. */
    static final long MAX_PIXELS = 50_000_000;

    /** How many times larger than asked for an image is kept, for the resize to average over. */
    private static final int KEPT = 4;

    private static final int JPEG = 0xFFD8;
    private static final int PNG = 0x8950;

    private ImageDecoder() {}

    /** @throws ServingException (invalid) where it is no such image, damaged or too large */
    static BufferedImage decode(byte[] bytes, int width, int height) {
        ImageReader reader = reader(bytes);
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            int wide = reader.getWidth(0);
            int high = reader.getHeight(0);
            if ((long) wide * high > MAX_PIXELS) {
                throw ServingException.invalid("the image has " + wide + " x " + high + " pixels, more than the "
                        + MAX_PIXELS + " that are decoded");
            }
            ImageReadParam parameters = reader.getDefaultReadParam();
            int every = Math.max(1, Math.min(wide / (KEPT * width), high / (KEPT * height)));
            parameters.setSourceSubsampling(every, every, 0, 0);
            return reader.read(0, parameters);
        } catch (ServingException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The readers throw many kinds of unchecked exceptions at damaged files.
            throw ServingException.invalid("the image is damaged, or of a kind that is not decoded");
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader(byte[] bytes) {
        int magic = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << Byte.SIZE | bytes[1] & 0xFF;
        String format = switch (magic) {
            case JPEG -> "jpeg";
            case PNG -> "png";
            default -> throw ServingException.invalid("the image is neither JPEG nor PNG");
        };
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new IllegalStateException("every Java platform with java.desktop reads " + format);
        }
        return readers.next();
    }
}
