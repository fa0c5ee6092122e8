package dev.millrace.agent.device;

/**
 * When a served request entered, started and ended on a device, and what came in between.
 *
 * @param switchNanos time spent on making its copy resident, part of end − started; on a real device that of its profile
 * @param batch requests that were served together with it, itself included
 */
public record Visit(long enteredNanos, long startedNanos, long switchNanos, long endedNanos, int batch) {
    public long queueNanos() {
        return startedNanos - enteredNanos;
    }

    public long computeNanos() {
        return Math.max(0, endedNanos - startedNanos - switchNanos);
    }
}
