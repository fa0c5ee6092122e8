package dev.millrace.agent.profile;

import dev.millrace.agent.plan.ProfilingPlan;
import dev.millrace.agent.runtime.LoadException;

/** Where models are measured. */
public interface DeviceBench extends AutoCloseable {
    /**
     * Fetches, loads, measures and closes the model of a task. Blocks.
     *
     * @throws LoadException with a reason and a sentence where there are no figures to be had
     */
    Measurement measure(ProfilingPlan task) throws LoadException, InterruptedException;

    @Override
    void close();
}
