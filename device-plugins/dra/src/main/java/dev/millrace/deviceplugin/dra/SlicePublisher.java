package dev.millrace.deviceplugin.dra;

import dev.millrace.deviceplugin.kubelet.OfferedDevice;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what is published in step with the devices: a thread that writes when woken, and again while that fails. */
final class SlicePublisher implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SlicePublisher.class.getName());

    private final SliceTarget target;
    private final Duration firstRetry;
    private final Duration lastRetry;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile @Nullable List<OfferedDevice> devices;
    private volatile boolean closed;
    private String problem = "";

    /**
     * @param firstRetry how long to wait after a failure; twice as long after each further one
     * @param lastRetry at most
     */
    SlicePublisher(SliceTarget target, Duration firstRetry, Duration lastRetry) {
        this.target = target;
        this.firstRetry = firstRetry;
        this.lastRetry = lastRetry;
        this.thread = Thread.ofPlatform().daemon().name("slices").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** From now on these. */
    void devices(List<OfferedDevice> now) {
        devices = List.copyOf(now);
        wake.release();
    }

    /** Somebody else may have written. */
    void check() {
        wake.release();
    }

    private void run() {
        Duration retry = firstRetry;
        boolean failed = false;
        while (!closed) {
            try {
                if (failed) {
                    // A change does not have to wait.
                    wake.tryAcquire(retry.toMillis(), TimeUnit.MILLISECONDS);
                    Duration doubled = retry.multipliedBy(2);
                    retry = doubled.compareTo(lastRetry) > 0 ? lastRetry : doubled;
                } else {
                    wake.acquire();
                    retry = firstRetry;
                }
            } catch (InterruptedException e) {
                return;
            }
            wake.drainPermits();
            failed = !publish();
        }
    }

    private boolean publish() {
        List<OfferedDevice> now = devices;
        if (now == null) {
            return true;
        }
        try {
            target.publish(now);
            problem = "";
            return true;
        } catch (IOException e) {
            String text = e.getMessage() == null ? e.toString() : e.getMessage();
            if (!text.equals(problem)) {
                problem = text;
                LOG.log(System.Logger.Level.WARNING, "the ResourceSlice cannot be written: {0}", text);
            }
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
