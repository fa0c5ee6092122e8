package dev.millrace.cli.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends the requests of all apps at the instants their arrival processes say. One thread paces, none waits for answers. */
final class LoadGenerator {
    private static final int OK = 200;

    /** A sleeping thread is woken about this much late (the kernel's default timer slack); it is spun away. */
    private static final long WAKE_UP_NANOS = TimeUnit.MICROSECONDS.toNanos(60);

    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LoadClient client;
    private final LoadTimes times;
    private final LoadProgress progress;
    private final SplittableRandom shares;

    LoadGenerator(LoadClient client, LoadTimes times, long seed, LoadProgress progress) {
        this.client = client;
        this.times = times;
        this.progress = progress;
        this.shares = new SplittableRandom(seed);
    }

    /** The arrivals of one app and the next of them. */
    private static final class Source {
        private final AppLoad load;
        private final Recorder recorder;
        private final ArrivalTimes arrivals;
        private long dueNanos;

        Source(AppLoad load, Recorder recorder, ArrivalTimes arrivals) {
            this.load = load;
            this.recorder = recorder;
            this.arrivals = arrivals;
            this.dueNanos = arrivals.next();
        }
    }

    /** Runs warm-up and measuring; returns when every request was answered or timed out. Same order as {@code loads}. */
    List<AppObservation> run(List<AppLoad> loads, long seed) throws InterruptedException {
        long warmup = times.warmup().toNanos();
        long end = warmup + times.measured().toNanos();
        List<Recorder> recorders = new ArrayList<>();
        PriorityQueue<Source> sources = new PriorityQueue<>(Comparator.comparingLong(source -> source.dueNanos));
        for (AppLoad load : loads) {
            Recorder recorder = new Recorder(load, times.measured().toNanos());
            recorders.add(recorder);
            sources.add(new Source(load, recorder, new ArrivalTimes(load.arrivals(), seedOf(load, seed))));
        }
        InFlight inFlight = new InFlight();
        long start = System.nanoTime();
        long nextProgress = PROGRESS_NANOS;
        while (!sources.isEmpty() && sources.peek().dueNanos < end) {
            Source source = sources.poll();
            waitUntil(start + source.dueNanos);
            send(source, start, warmup, inFlight);
            if (source.dueNanos >= nextProgress) {
                report(recorders, (source.dueNanos - warmup) / 1e9);
                nextProgress += PROGRESS_NANOS;
            }
            source.dueNanos = source.arrivals.next();
            sources.add(source);
        }
        awaitAnswers(inFlight);
        return recorders.stream().map(Recorder::observation).toList();
    }

    /** Apps draw from streams of their own: adding one leaves the arrivals of the others as they were. */
    private static long seedOf(AppLoad load, long seed) {
        return new SplittableRandom(seed).nextLong()
                ^ (0x9E3779B97F4A7C15L * load.app().toString().hashCode());
    }

    private void send(Source source, long start, long warmup, InFlight inFlight) {
        long due = source.dueNanos;
        boolean measured = due >= warmup;
        inFlight.started();
        client.send(source.load.request(shares.nextDouble()), new LoadClient.Answer() {
            @Override
            public void status(int code) {
                long elapsed = System.nanoTime() - start - due;
                if (measured && code == OK) {
                    source.recorder.answered(due - warmup, elapsed);
                } else if (measured) {
                    source.recorder.failed("HTTP " + code);
                }
                inFlight.ended();
            }

            @Override
            public void failed(Throwable cause) {
                if (measured) {
                    source.recorder.failed(cause.getClass().getSimpleName());
                }
                inFlight.ended();
            }
        });
    }

    private void report(List<Recorder> recorders, double secondsMeasured) {
        progress.report(
                secondsMeasured,
                recorders.stream().mapToLong(Recorder::requests).sum(),
                recorders.stream().mapToLong(Recorder::failedRequests).sum());
    }

    private static void waitUntil(long nanoTime) throws InterruptedException {
        long left = nanoTime - System.nanoTime();
        while (left > 0) {
            if (left > WAKE_UP_NANOS) {
                LockSupport.parkNanos(left - WAKE_UP_NANOS);
            } else {
                Thread.onSpinWait();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("load was interrupted");
            }
            left = nanoTime - System.nanoTime();
        }
    }

    private void awaitAnswers(InFlight inFlight) throws InterruptedException {
        // Each request carries the timeout itself; the margin is for the client's own timer.
        if (!inFlight.awaitNone(times.timeout().plusSeconds(5))) {
            throw new IllegalStateException("requests neither answered nor timed out");
        }
    }
}
