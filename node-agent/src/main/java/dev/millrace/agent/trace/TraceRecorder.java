package dev.millrace.agent.trace;

import dev.millrace.agent.device.ServiceTimes;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * Writes arrivals and drawn service times, one a line, fields parted by tabs: {@code node}, its name; {@code arrival}, milliseconds since the
 * start, NAMESPACE/NAME, device, copy; {@code service}, copy, size of the batch, milliseconds alone; {@code response},
 * NAMESPACE/NAME, device, milliseconds in the agent. Services of a copy
 * are in the order in which they began. Thread-safe.
 */
public final class TraceRecorder implements Closeable {
    /** Records nothing. */
    public static final TraceRecorder NONE = new TraceRecorder(Writer.nullWriter(), false);

    private static final Logger LOG = Logger.getLogger(TraceRecorder.class);
    private static final long NANOS_PER_MS = 1_000_000;

    private final Writer out;
    private final boolean records;
    private boolean begun;
    private long startNanos;
    private boolean broken;

    private TraceRecorder(Writer out, boolean records) {
        this.out = out;
        this.records = records;
    }

    /** Records into a file, which is replaced. */
    public static TraceRecorder into(Path file, String node) throws IOException {
        return into(new BufferedWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8)), node);
    }

    /** Records into a writer of the caller's. */
    public static TraceRecorder into(Writer out, String node) {
        TraceRecorder recorder = new TraceRecorder(out, true);
        recorder.write("node\t" + node + "\n");
        return recorder;
    }

    /**
     * A request reached the node.
     *
     * @param app NAMESPACE/NAME
     * @param copy id of the copy that serves it
     */
    public void arrived(long atNanos, String app, String device, String copy) {
        if (records) {
            arrival(atNanos, app, device, copy);
        }
    }

    private synchronized void arrival(long atNanos, String app, String device, String copy) {
        if (!begun) {
            begun = true;
            startNanos = atNanos;
        }
        write("arrival\t" + millis(atNanos - startNanos) + "\t" + app + "\t" + device + "\t" + copy + "\n");
    }

    /** A request was answered, so long after it had arrived. */
    public void answered(String app, String device, long nanos) {
        if (records) {
            response(app, device, nanos);
        }
    }

    private synchronized void response(String app, String device, long nanos) {
        write("response\t" + app + "\t" + device + "\t" + millis(nanos) + "\n");
    }

    /** The same times, each written down when it is drawn. */
    public ServiceTimes recording(String copy, ServiceTimes times) {
        if (!records) {
            return times;
        }
        return batch -> {
            long nanos = times.drawNanos(batch);
            served(copy, batch, nanos);
            return nanos;
        };
    }

    private synchronized void served(String copy, int batch, long nanos) {
        write("service\t" + copy + "\t" + batch + "\t" + millis(nanos) + "\n");
    }

    /** All digits of a nanosecond count: written on threads that serve, where formatting would be felt. */
    private static String millis(long nanos) {
        long rest = Math.abs(nanos % NANOS_PER_MS);
        String digits = Long.toString(NANOS_PER_MS + rest).substring(1);
        return (nanos < 0 ? "-" : "") + Math.abs(nanos / NANOS_PER_MS) + "." + digits;
    }

    private void write(String line) {
        try {
            if (!broken) {
                out.write(line);
            }
        } catch (IOException e) {
            // A full disk must not stop a node from serving.
            broken = true;
            LOG.warnf("the trace ends here: %s", e.getMessage());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        broken = true;
        out.close();
    }
}
