package dev.millrace.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, last first and once, when the demo ends or when the JVM is told to (Ctrl-C, SIGTERM). */
final class Cleanup implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Thread hook = Thread.ofPlatform().name("demo-cleanup").unstarted(this::run);

    Cleanup() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Registers {@code resource} and hands it back. */
    synchronized <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        return resource;
    }

    private synchronized void run() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                // The rest still has to be closed; nobody is left to throw to.
                System.err.println("millrace: cleaning up: " + e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        run();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down and the hook runs already, with nothing left to close.
            return;
        }
    }
}
