package dev.millrace.agent.serving;

import dev.millrace.agent.device.Room;
import dev.millrace.agent.device.Station;
import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.trace.TraceRecorder;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;

/** The way of requests through the node: contract, replica, signature, devices. Thread-safe, never blocks. */
public final class InferService implements AutoCloseable {
    private final AppDirectory directory;
    private final Station cpu;
    private final Room room;
    private final AgentMetrics metrics;
    private final TraceRecorder trace;
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("timeouts").daemon().factory());

    /**
     * @param cpu station of the node's cores, where preprocessing runs
     * @param trace where arrivals are written down
     * @param room requests that may wait at a device before some are refused
     */
    public InferService(AppDirectory directory, Station cpu, Room room, AgentMetrics metrics, TraceRecorder trace) {
        this.trace = trace;
        this.directory = directory;
        this.cpu = cpu;
        this.room = room;
        this.metrics = metrics;
        timers.setRemoveOnCancelPolicy(true);
    }

    public AppDirectory directory() {
        return directory;
    }

    /**
     * Admits a request under the rate contract of its app and draws where it goes. A local destination has to be used by
     * {@link #infer} or given back by {@link #abandon}.
     *
     * @param arrivalNanos when the request reached the agent
     * @throws ServingException (not found, rate, unavailable)
     */
    public Destination admit(String modelName, boolean forwarded, long arrivalNanos) {
        ServedApp app = directory.find(modelName);
        if (app.bucket() != null) {
            long waitNanos = app.bucket().takeOrWaitNanos(arrivalNanos);
            if (waitNanos > 0) {
                metrics.refused(app.id(), Fault.RATE);
                throw ServingException.overRate(
                        "over the declared rate of model '" + modelName + "'", (long) Math.ceil(waitNanos / 1e9));
            }
        }
        try {
            return directory.draw(modelName, forwarded, ThreadLocalRandom.current());
        } catch (ServingException e) {
            metrics.refused(app.id(), e.fault());
            throw e;
        }
    }

    /** Gives a held replica back unused, because of that error. */
    public void abandon(Destination.Local local, ServingException error) {
        local.replica().meters().failed(error.fault());
        local.replica().slot().release();
    }

    /** Serves a request on the replica that was drawn for it; all outcomes go to the reply. */
    public void infer(Destination.Local local, InferRequest request, long arrivalNanos, Reply reply) {
        Attempt attempt = new Attempt(local, request, arrivalNanos, reply, trace);
        try {
            ModelSlot slot = local.replica().slot();
            local.app().signature(slot.model().signature()).check(request);
            local.replica().meters().arrived(arrivalNanos);
            trace.arrived(
                    arrivalNanos,
                    local.app().id().toString(),
                    slot.device(),
                    slot.copy().id());
            attempt.start(cpu, room, timers);
        } catch (ServingException e) {
            attempt.fail(e);
        }
    }

    @Override
    public void close() {
        timers.shutdownNow();
    }
}
