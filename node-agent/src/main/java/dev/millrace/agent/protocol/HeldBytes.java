package dev.millrace.agent.protocol;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of request bodies that the agent holds at the moment, over all connections. Thread-safe. */
public final class HeldBytes {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    public HeldBytes(long most) {
        this.most = most;
    }

    /** Whether there is room for so many more; then they count until they are released. */
    public boolean take(int bytes) {
        if (held.addAndGet(bytes) <= most) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    public void release(long bytes) {
        held.addAndGet(-bytes);
    }

    public long now() {
        return held.get();
    }
}
