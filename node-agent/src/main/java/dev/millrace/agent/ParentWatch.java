package dev.millrace.agent;

import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.InputStream;

/**
 * Ends the agent when its standard input does. Where a program started the agent with a pipe, that is when the program has
 * ended, however it ended: an agent never outlives it.
 */
final class ParentWatch {
    private ParentWatch() {}

    /** Watches {@code input} on a thread of its own. */
    static void start(InputStream input) {
        Thread.ofPlatform().name("parent-watch").daemon().start(() -> {
            try {
                while (input.read() >= 0) {
                    // What comes in is for nobody; only its end matters.
                }
            } catch (IOException e) {
                // A broken pipe is an end as good as any.
            }
            Quarkus.asyncExit();
        });
    }
}
