package dev.millrace.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A small shell process that outlives this JVM and ends what the JVM can no longer end.
 *
 * <p>It reads from a pipe whose only writer is this JVM. However the JVM dies, also by {@code kill -9}, the kernel closes
 * the pipe; the reaper then kills the processes it was told of, runs the folder's program {@code cleanup} if it has one, and deletes
 * the folder. (The kernel's parent-death
 * signal is no substitute: it fires when the <em>thread</em> that started the child ends.)
 */
final class Reaper implements AutoCloseable {

    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pids= ; folder=$1 ; armed=yes
            while read -r word value; do
              case $word in
                pid) pids="$pids $value" ;;
                off) armed= ;;
              esac
            done
            [ -n "$armed" ] || exit 0
            [ -z "$pids" ] || kill -9 $pids 2>/dev/null
            [ ! -x "$folder/cleanup" ] || "$folder/cleanup" >/dev/null 2>&1
            rm -rf --one-file-system "$folder"
            """;

    private final Process process;
    private final Writer pipe;

    private Reaper(Process process) {
        this.process = process;
        this.pipe = process.outputWriter(StandardCharsets.UTF_8);
    }

    static Reaper of(Path folder) {
        try {
            return new Reaper(
                    new ProcessBuilder("setsid", "sh", "-c", SCRIPT, "millrace-testbed-reaper", folder.toString())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the testbed's reaper", e);
        }
    }

    void watch(Child child) {
        tell("pid " + child.pid());
    }

    /** Lets everything live: for a control plane that is to outlast this JVM. */
    void release() {
        tell("off");
        close();
    }

    private void tell(String line) {
        try {
            pipe.write(line + "\n");
            pipe.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the testbed's reaper is gone", e);
        }
    }

    /** Closes the pipe, which makes the reaper clean up, and waits for it to finish. */
    @Override
    public void close() {
        try {
            pipe.close();
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
