package dev.millrace.agent.serving;

import dev.millrace.agent.device.Copy;
import dev.millrace.agent.device.Station;
import dev.millrace.agent.runtime.Model;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A copy in service: the model, its place on a device, and how many requests hold it. Retired, it takes no more and is
 * closed when the last one lets go.
 */
public final class ModelSlot {
    private static final int RETIRED = Integer.MIN_VALUE / 2;

    private final String device;
    private final Station station;
    private final Copy copy;
    private final Model model;
    private final Executor closer;
    private final Runnable afterClose;
    /** Requests in flight; far below zero once retired. */
    private final AtomicInteger holders = new AtomicInteger();

    /**
     * @param closer where the model is closed: that takes a while for large ones
     * @param afterClose runs once, when the model has been closed
     */
    public ModelSlot(String device, Station station, Copy copy, Model model, Executor closer, Runnable afterClose) {
        this.device = device;
        this.station = station;
        this.copy = copy;
        this.model = model;
        this.closer = closer;
        this.afterClose = afterClose;
    }

    public String device() {
        return device;
    }

    public Station station() {
        return station;
    }

    public Copy copy() {
        return copy;
    }

    public Model model() {
        return model;
    }

    /** Requests that wait or are served. */
    public int inFlight() {
        int count = holders.get();
        return count < 0 ? count - RETIRED : count;
    }

    /** Whether it takes no more requests, though its last ones may still be served and its model still be open. */
    public boolean retired() {
        return holders.get() < 0;
    }

    /** False when the slot is retired: look up the app again. */
    public boolean acquire() {
        while (true) {
            int count = holders.get();
            if (count < 0) {
                return false;
            }
            if (holders.compareAndSet(count, count + 1)) {
                return true;
            }
        }
    }

    public void release() {
        if (holders.decrementAndGet() == RETIRED) {
            close();
        }
    }

    /** Takes no more requests from now on. */
    public void retire() {
        int before = holders.getAndUpdate(count -> count < 0 ? count : count + RETIRED);
        if (before == 0) {
            close();
        }
    }

    private void close() {
        try {
            closer.execute(this::closeNow);
        } catch (RejectedExecutionException e) {
            closeNow();
        }
    }

    private void closeNow() {
        model.close();
        afterClose.run();
    }
}
