package dev.millrace.agent.runtime.tflite;

import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.Tensor;
import dev.millrace.agent.tensor.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors to and from an interpreter. */
@SuppressWarnings("restricted") // Strings lie in memory of the C library.
final class TfLiteTensors {
    private static final int LENGTH_BYTES = 4;

    private TfLiteTensors() {}

    /** @return status; not 0 where the sizes do not agree */
    static int write(TfLite api, MemorySegment target, Tensor tensor) {
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer data = tensor.bytes();
            if (tensor.datatype() == Datatype.BYTES) {
                return writeStrings(api, target, tensor, arena);
            }
            MemorySegment source = MemorySegment.ofBuffer(data);
            if (!source.isNative()) {
                source = arena.allocate(data.remaining()).copyFrom(source);
            }
            return api.copyIn.call(target, source, data.remaining());
        }
    }

    private static int writeStrings(TfLite api, MemorySegment target, Tensor tensor, Arena arena) {
        ByteBuffer rest = tensor.bytes();
        int count = tensor.elements();
        MemorySegment texts = arena.allocate(ValueLayout.ADDRESS, Math.max(1, count));
        MemorySegment lengths = arena.allocate(ValueLayout.JAVA_INT, Math.max(1, count));
        for (int i = 0; i < count; i++) {
            int length = rest.getInt();
            MemorySegment text = arena.allocate(length + 1L);
            text.asByteBuffer().put(rest.slice(rest.position(), length));
            rest.position(rest.position() + length);
            texts.setAtIndex(ValueLayout.ADDRESS, i, text);
            lengths.setAtIndex(ValueLayout.JAVA_INT, i, length);
        }
        return api.writeStrings.call(target, texts, count, lengths);
    }

    /** A copy of the values. */
    static Tensor read(TfLite api, MemorySegment source, TensorSpec spec) {
        long[] shape = shape(api, source);
        if (spec.datatype() == Datatype.BYTES) {
            return new Tensor(spec.name(), spec.datatype(), shape, readStrings(api, source));
        }
        ByteBuffer data = ByteBuffer.allocate((int) api.tensorBytes.of(source)).order(ByteOrder.LITTLE_ENDIAN);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(Math.max(1, data.capacity()));
            if (data.capacity() > 0 && api.copyOut.call(source, copy, data.capacity()) != 0) {
                throw new IllegalStateException("output '" + spec.name() + "' is not readable: " + ErrorLog.take());
            }
            data.put(copy.asByteBuffer().limit(data.capacity())).flip();
        }
        return new Tensor(spec.name(), spec.datatype(), shape, data);
    }

    private static ByteBuffer readStrings(TfLite api, MemorySegment source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(ValueLayout.ADDRESS);
            MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
            ByteBuffer prefix = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            int count = api.tensorBytes.of(source) == 0 ? 0 : api.strings.of(source);
            for (int i = 0; i < count; i++) {
                api.readString.call(source, i, text, length);
                int size = length.get(ValueLayout.JAVA_INT, 0);
                bytes.writeBytes(prefix.putInt(0, size).array());
                bytes.writeBytes(
                        text.get(ValueLayout.ADDRESS, 0).reinterpret(size).toArray(ValueLayout.JAVA_BYTE));
            }
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    /** The shape that a tensor has now. */
    static long[] shape(TfLite api, MemorySegment tensor) {
        long[] shape = new long[Math.max(0, api.tensorRank.of(tensor))];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = api.tensorDimension.of(tensor, i);
        }
        return shape;
    }

    /** The shape that a tensor is declared with: -1 is any size. */
    static long[] declaredShape(TfLite api, MemorySegment tensor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.JAVA_INT);
            long[] now = shape(api, tensor);
            boolean declared =
                    api.signatureRank.call(tensor, result) == 0 && result.get(ValueLayout.JAVA_INT, 0) == now.length;
            for (int i = 0; declared && i < now.length; i++) {
                if (api.signatureDimension.call(tensor, i, result) == 0) {
                    now[i] = result.get(ValueLayout.JAVA_INT, 0);
                }
            }
            return now;
        }
    }
}
