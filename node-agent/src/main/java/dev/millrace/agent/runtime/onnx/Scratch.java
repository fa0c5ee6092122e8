package dev.millrace.agent.runtime.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside the heap for the inputs of one run. Each thread keeps some from run to run: direct buffers would be given
 * back only when garbage is collected, and a busy server would stand still until it is. What goes beyond that is taken for
 * the run alone. Used by the thread that took it.
 */
final class Scratch implements AutoCloseable {
    /** Kept by a thread at most. */
    private static final long KEPT_BYTES = 4 << 20;

    private static final long FIRST_BYTES = 64 << 10;

    /** A cache line, and what vector instructions like. */
    private static final long ALIGNMENT = 64;

    private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::new);

    private MemorySegment kept = MemorySegment.NULL;
    private long used;
    private @Nullable Arena beyond;
    private boolean taken;

    private Scratch() {}

    /** This thread's own; closed after the run. */
    static Scratch take() {
        Scratch own = OWN.get();
        if (own.taken) {
            throw new IllegalStateException("a run within a run");
        }
        own.taken = true;
        return own;
    }

    /** A copy of what remains in a buffer, valid until {@link #close}. */
    ByteBuffer copy(ByteBuffer data) {
        int bytes = data.remaining();
        MemorySegment room = room(Math.max(1, bytes));
        MemorySegment.copy(MemorySegment.ofBuffer(data), 0, room, 0, bytes);
        return room.asSlice(0, bytes).asByteBuffer();
    }

    private MemorySegment room(long bytes) {
        if (used == 0 && bytes > kept.byteSize() && bytes <= KEPT_BYTES) {
            grow(bytes);
        }
        if (bytes <= kept.byteSize() - used) {
            MemorySegment room = kept.asSlice(used, bytes);
            used = Math.min(kept.byteSize(), (used + bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
            return room;
        }
        if (beyond == null) {
            beyond = Arena.ofConfined();
        }
        return beyond.allocate(bytes, ALIGNMENT);
    }

    private void grow(long bytes) {
        // Freed when it has been outgrown, or the thread has gone, and garbage is collected.
        kept = Arena.ofAuto().allocate(Math.max(FIRST_BYTES, Long.highestOneBit(bytes - 1) << 1), ALIGNMENT);
    }

    @Override
    public void close() {
        used = 0;
        taken = false;
        if (beyond != null) {
            beyond.close();
            beyond = null;
        }
    }
}
