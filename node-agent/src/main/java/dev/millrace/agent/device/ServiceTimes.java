package dev.millrace.agent.device;

/** Execution times of one copy. Implementations are used by one device at a time, under its lock. */
public interface ServiceTimes {
    /** Nanoseconds that one batch of that many requests takes, the model already resident. */
    long drawNanos(int batch);

    /** Always the same time, whatever the batch. */
    static ServiceTimes constant(long nanos) {
        return batch -> nanos;
    }
}
