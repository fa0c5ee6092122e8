package dev.millrace.agent.device;

import java.util.List;

/** Real execution of a request on a device. */
@FunctionalInterface
public interface Work extends Runnable {
    /** Does the work of a batch, of which this is the first; what fails, fails for its own request only. */
    default void runTogether(List<Work> batch) {
        batch.forEach(Work::run);
    }
}
