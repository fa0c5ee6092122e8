package dev.millrace.operator.planning;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one background thread that plans. Triggers only mark that something changed; a short quiet time gathers a burst of them
 * into one pass. After a pass that left somebody without a place a search goes on in the background, while passes go on.
 */
public final class PlannerThread {
    /** Hears what the thread does. Called on the planner's thread. */
    public interface Listener {
        /** A state was published. */
        void published(PlanningState before, PlanningState after, Duration took);

        /** A pass failed; it is tried again. */
        void failed(RuntimeException cause);
    }

    /** A pass waits until nothing came for this long. */
    static final Duration QUIET = Duration.ofMillis(10);

    /** But no longer than this after the first trigger, or than the last pass took. */
    static final Duration LATEST = Duration.ofMillis(20);

    /** Predictions are made accurate when nothing came for this long. */
    private static final Duration BEFORE_REFINING = Duration.ofMillis(300);

    private static final Duration RETRY = Duration.ofSeconds(2);

    /** An app that waits only for a search that takes longer is tried again after this long, then twice as long … */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(10);

    /** … up to this. */
    private static final Duration MOST_PATIENCE = Duration.ofMinutes(5);

    private final PlanningPass planning;
    private final Supplier<ClusterView> views;
    private final Listener listener;
    private final LongSearch search;
    private final BooleanSupplier frozen;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private boolean triggered;
    private boolean stopped;
    private long lastPassNanos;
    private volatile PlanningState state = PlanningState.INITIAL;
    private volatile @Nullable Thread thread;

    /**
     * A planner that is not running yet.
     *
     * @param frozen while true nothing is planned; the plan in force stands
     */
    public PlannerThread(
            PlanSearch search, Duration quick, Supplier<ClusterView> views, BooleanSupplier frozen, Listener listener) {
        this.frozen = frozen;
        this.planning = new PlanningPass(search, quick);
        this.search = new LongSearch(search, this::trigger);
        this.views = views;
        this.listener = listener;
    }

    /** What was published last. */
    public PlanningState state() {
        return state;
    }

    /** Something that a plan depends on may have changed. Returns at once. */
    public void trigger() {
        lock.lock();
        try {
            triggered = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** When to trigger although nothing happens. Asked on the planner's thread. */
    public Optional<Instant> nextDue() {
        return planning.nextDue();
    }

    /** Starts planning; call it once the views are complete, or apps would be seen without their nodes. */
    public void start() {
        trigger();
        thread = Thread.ofPlatform().name("planner").daemon().start(this::run);
    }

    /** Ends the thread; what it published stays. */
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
        search.abandon();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        try {
            Duration patience = FIRST_PATIENCE;
            while (true) {
                Wake wake = awaitWake(patience);
                if (wake == Wake.STOPPED) {
                    return;
                }
                if (wake != Wake.IDLE) {
                    patience =
                            wake == Wake.TRIGGERED ? FIRST_PATIENCE : shorter(patience.multipliedBy(2), MOST_PATIENCE);
                }
                if (frozen.getAsBoolean()) {
                    retryLater();
                    continue;
                }
                try {
                    if (wake == Wake.IDLE) {
                        refine();
                    } else {
                        plan(wake == Wake.PATIENCE_ENDED);
                    }
                } catch (RuntimeException e) {
                    listener.failed(e);
                    retryLater();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void plan(boolean again) {
        long started = System.nanoTime();
        publish(planning.pass(views.get(), search.poll()), started);
        lastPassNanos = System.nanoTime() - started;
        if (planning.unfinished()) {
            trigger();
            return;
        }
        (again ? planning.searchAgain() : planning.wanted()).ifPresent(search::consider);
    }

    private void refine() {
        long started = System.nanoTime();
        publish(planning.refine(views.get(), this::pending), started);
    }

    private void publish(PlanningState next, long startedNanos) {
        PlanningState before = state;
        state = next;
        listener.published(before, next, Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    private boolean pending() {
        lock.lock();
        try {
            return triggered || stopped;
        } finally {
            lock.unlock();
        }
    }

    private enum Wake {
        TRIGGERED,
        PATIENCE_ENDED,
        IDLE,
        STOPPED
    }

    /** Waits for a trigger and then for quiet; where an app waits for a longer search, for no longer than that. */
    private Wake awaitWake(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!triggered && !stopped && left > 0) {
                if (planning.rough()) {
                    if (woken.awaitNanos(BEFORE_REFINING.toNanos()) <= 0 && !triggered && !stopped) {
                        return Wake.IDLE;
                    }
                } else if (planning.unsettled()) {
                    left = woken.awaitNanos(left);
                } else {
                    woken.await();
                }
            }
            Wake wake = triggered ? Wake.TRIGGERED : Wake.PATIENCE_ENDED;
            long latest = System.nanoTime() + Math.max(LATEST.toNanos(), lastPassNanos);
            while (triggered && !stopped && System.nanoTime() < latest) {
                triggered = false;
                woken.await(Math.min(QUIET.toNanos(), latest - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
            triggered = false;
            return stopped ? Wake.STOPPED : wake;
        } finally {
            lock.unlock();
        }
    }

    private void retryLater() throws InterruptedException {
        lock.lock();
        try {
            if (!triggered && !stopped) {
                woken.await(RETRY.toNanos(), TimeUnit.NANOSECONDS);
            }
            triggered = true;
        } finally {
            lock.unlock();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
