package dev.millrace.agent.image;

import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Signature;
import dev.millrace.agent.tensor.Tensor;
import dev.millrace.agent.tensor.TensorSpec;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the place of a model's first input: clients send JPEG or PNG files as BYTES, one an image of the batch, and the
 * model sees the tensor made of them. Thread-safe.
 */
public final class ImagePreprocessor {
    /** Most bytes of a tensor made of images. */
    private static final long MAX_TENSOR_BYTES = 64L << 20;

    private final int width;
    private final int height;
    private final boolean channelsFirst;
    private final Normalization normalization;

    /**
     * @param width of the tensor in pixels
     * @param height of the tensor in pixels
     * @param channelsFirst whether the tensor is NCHW, else NHWC
     * @param mean subtracted from values of 0 to 255; one number for all channels, or one each; empty for none
     * @param scale multiplied with afterwards, likewise
     */
    public ImagePreprocessor(int width, int height, boolean channelsFirst, List<Double> mean, List<Double> scale) {
        this.width = width;
        this.height = height;
        this.channelsFirst = channelsFirst;
        this.normalization = new Normalization(mean, scale);
    }

    /** What clients see in place of the model's own signature. */
    public Signature signature(Signature model) {
        if (model.inputs().isEmpty()) {
            return model;
        }
        List<TensorSpec> inputs = new ArrayList<>(model.inputs());
        TensorSpec first = inputs.getFirst();
        long batch = first.shape().length == 0 ? 1 : first.shape()[0];
        inputs.set(0, new TensorSpec(first.name(), Datatype.BYTES, new long[] {batch}));
        return new Signature(inputs, model.outputs());
    }

    /**
     * The request as the model takes it. Blocks for as long as decoding takes.
     *
     * @param request one that fits {@link #signature}
     * @throws ServingException (invalid) where an image cannot be decoded; (unavailable) where the model takes no such
     *     tensor
     */
    public InferRequest prepare(InferRequest request, Signature model) {
        TensorSpec spec = model.inputs().getFirst();
        List<Tensor> inputs = new ArrayList<>(request.inputs());
        inputs.replaceAll(tensor -> tensor.name().equals(spec.name()) ? prepare(tensor, spec, model) : tensor);
        return request.withInputs(inputs);
    }

    private Tensor prepare(Tensor images, TensorSpec spec, Signature model) {
        boolean known = !model.equals(Signature.UNKNOWN);
        Datatype datatype = known ? spec.datatype() : Datatype.UINT8;
        int channels = channels(spec);
        long[] shape = channelsFirst
                ? new long[] {images.elements(), channels, height, width}
                : new long[] {images.elements(), height, width, channels};
        if (known && !spec.admits(shape) || !Normalization.writes(datatype)) {
            throw ServingException.of(
                    Fault.UNAVAILABLE, "the model takes " + spec + ", which its preprocess.image does not make");
        }
        long bytes = Tensor.elements(images.name(), shape) * datatype.elementBytes();
        if (bytes > MAX_TENSOR_BYTES) {
            throw ServingException.of(
                    Fault.TOO_LARGE, "the images make a tensor of more than " + MAX_TENSOR_BYTES + " bytes");
        }
        ByteBuffer out = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer in = images.bytes();
        while (in.hasRemaining()) {
            byte[] file = new byte[in.getInt()];
            in.get(file);
            BufferedImage image = Resize.to(ImageDecoder.decode(file, width, height), width, height);
            normalization.write(image, channels, channelsFirst, datatype, out);
        }
        return new Tensor(images.name(), datatype, shape, out.flip());
    }

    private int channels(TensorSpec spec) {
        long[] shape = spec.shape();
        boolean gray = shape.length == 4 && shape[channelsFirst ? 1 : 3] == 1;
        return gray ? 1 : 3;
    }
}
