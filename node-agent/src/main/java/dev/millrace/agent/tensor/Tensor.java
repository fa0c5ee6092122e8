package dev.millrace.agent.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor in raw form: elements in row-major order, little-endian; each {@link Datatype#BYTES} element has its length in
 * front. The buffer's position and limit bound the elements; readers work on duplicates.
 */
public record Tensor(String name, Datatype datatype, long[] shape, ByteBuffer data) {

    /**
     * A tensor whose data has been checked against its shape.
     *
     * @throws ServingException (invalid) when a dimension is negative, or the data is not as long as shape and type ask
     */
    public static Tensor checked(String name, Datatype datatype, long[] shape, ByteBuffer data) {
        long elements = elements(name, shape);
        if (datatype == Datatype.BYTES) {
            long found = countByteStrings(name, data);
            if (found != elements) {
                throw mismatch(name, shape, elements + " byte strings", Long.toString(found));
            }
        } else if (elements > Integer.MAX_VALUE || data.remaining() != elements * datatype.elementBytes()) {
            throw mismatch(
                    name,
                    shape,
                    elements + " elements of " + datatype + " (" + datatype.elementBytes() + " bytes each)",
                    data.remaining() + " bytes");
        }
        return new Tensor(name, datatype, shape, data);
    }

    /** The raw bytes, little-endian, at a position of the caller's own. */
    public ByteBuffer bytes() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Elements by the shape. */
    public int elements() {
        return (int) elements(name, shape);
    }

    /**
     * Product of the dimensions; 1 for a scalar.
     *
     * @throws ServingException (invalid) for a negative dimension or a product beyond 2^63
     */
    public static long elements(String name, long[] shape) {
        long product = 1;
        for (long dimension : shape) {
            if (dimension < 0) {
                throw ServingException.invalid(
                        "tensor '" + name + "': shape " + Arrays.toString(shape) + " has a negative dimension");
            }
            try {
                product = Math.multiplyExact(product, dimension);
            } catch (ArithmeticException e) {
                throw ServingException.invalid(
                        "tensor '" + name + "': shape " + Arrays.toString(shape) + " is too large");
            }
        }
        return product;
    }

    private static long countByteStrings(String name, ByteBuffer data) {
        ByteBuffer rest = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long count = 0;
        while (rest.hasRemaining()) {
            int length = rest.remaining() < 4 ? -1 : rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                throw ServingException.invalid("tensor '" + name + "': byte string " + count + " is cut off");
            }
            rest.position(rest.position() + length);
            count++;
        }
        return count;
    }

    private static ServingException mismatch(String name, long[] shape, String expected, String found) {
        return ServingException.invalid("tensor '" + name + "': shape " + Arrays.toString(shape) + " needs " + expected
                + ", but the request holds " + found);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor that
                && name.equals(that.name)
                && datatype == that.datatype
                && Arrays.equals(shape, that.shape)
                && data.equals(that.data);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return name + ":" + datatype + Arrays.toString(shape);
    }
}
