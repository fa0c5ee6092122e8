package dev.millrace.agent.runtime.tflite;

import dev.millrace.agent.runtime.foreign.CLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * XNNPACK on one thread, quantised operators included: TensorFlow Lite's C API does not switch it on by itself, and without
 * it quantised models take several times as long.
 */
final class XnnPack implements Delegate {
    /** TFLITE_XNNPACK_DELEGATE_FLAG_QS8 and _QU8. */
    private static final int QUANTISED = 1 | 2;

    private static final long THREADS_AT = 0;
    private static final long FLAGS_AT = 4;

    /** The struct is passed through memory, so that it may be declared larger than any version of it is. */
    private static final StructLayout OPTIONS =
            MemoryLayout.structLayout(MemoryLayout.sequenceLayout(32, ValueLayout.JAVA_LONG));

    private final MemorySegment pointer;
    private final TfLite.Action delete;

    private XnnPack(MemorySegment pointer, TfLite.Action delete) {
        this.pointer = pointer;
        this.delete = delete;
    }

    static Delegate create() {
        CLibrary library = TfLite.instance().library;
        MethodHandle defaults = library.handle("TfLiteXNNPackDelegateOptionsDefault", FunctionDescriptor.of(OPTIONS));
        TfLite.PointerTo create = library.function("TfLiteXNNPackDelegateCreate", TfLite.PointerTo.class);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment options = (MemorySegment) defaults.invokeExact((SegmentAllocator) arena);
            options.set(ValueLayout.JAVA_INT, THREADS_AT, 1);
            options.set(ValueLayout.JAVA_INT, FLAGS_AT, options.get(ValueLayout.JAVA_INT, FLAGS_AT) | QUANTISED);
            MemorySegment pointer = create.of(options);
            if (pointer.equals(MemorySegment.NULL)) {
                throw new IllegalStateException("XNNPACK refuses this machine");
            }
            return new XnnPack(pointer, library.function("TfLiteXNNPackDelegateDelete", TfLite.Action.class));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a C function threw", e);
        }
    }

    @Override
    public MemorySegment pointer() {
        return pointer;
    }

    @Override
    public void close() {
        delete.on(pointer);
    }
}
