package dev.millrace.agent.device;

/** Told of every execution that has ended, on the thread that noticed. */
public interface ExecutionListener {
    /** Hears nothing. */
    ExecutionListener NONE = (copy, batch, nanos, switchNanos) -> {};

    /**
     * @param batch requests that were served together
     * @param nanos from start to end on the device, switching not included; on a shared device it counts the sharing
     * @param switchNanos time to make the copy resident first; 0 where it was
     */
    void executed(Copy copy, int batch, long nanos, long switchNanos);
}
