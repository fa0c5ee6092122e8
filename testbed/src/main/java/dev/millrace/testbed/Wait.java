package dev.millrace.testbed;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition of a child process. */
final class Wait {

    private static final long POLL_MS = 50;

    private Wait() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @throws TestbedException with the end of the child's log, if the child ends first or the time is over
     */
    static void until(String what, Duration timeout, Child child, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (!child.alive()) {
                throw new TestbedException(child + " ended before: " + what + "\n" + child.logTail());
            }
            if (System.nanoTime() > deadline) {
                throw new TestbedException(
                        "not within " + timeout.toSeconds() + " s: " + what + "\n" + child.logTail());
            }
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TestbedException("interrupted while waiting: " + what, e);
            }
        }
    }
}
