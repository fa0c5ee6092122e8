package dev.millrace.agent.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * Sends binary tensors over kept connections at a fixed rate. A time counts from when the request was due, so that a stalled
 * server does not thin out its own measurement.
 */
final class FixedRateClient implements AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final int BYTES = 3 * 48 * 192 * 4;

    private final List<Socket> sockets = new ArrayList<>();
    private final byte[] request;
    private final long periodNanos;

    FixedRateClient(int port, String model, double ratePerSecond) throws IOException {
        periodNanos = Math.round(1e9 / ratePerSecond * CONNECTIONS);
        String json = "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3,48,192],"
                + "\"parameters\":{\"binary_data_size\":" + BYTES + "}}]}";
        String head = "POST /v2/models/" + model + "/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + (json.length() + BYTES) + "\r\nInference-Header-Content-Length: " + json.length() + "\r\n\r\n" + json;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(new byte[BYTES]);
        request = bytes.toByteArray();
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            sockets.add(socket);
        }
    }

    /** Response times of a phase. */
    record Times(Histogram histogram) {
        double percentileMs(double percentile) {
            return histogram.getValueAtPercentile(percentile) / 1e6;
        }
    }

    /**
     * Sends for that long.
     *
     * @param meanwhile called every 20 ms on this thread
     */
    Times run(BooleanSupplier meanwhile, Duration length) throws IOException, InterruptedException {
        Histogram times = new Histogram(3);
        long begin = System.nanoTime();
        CountDownLatch running = new CountDownLatch(CONNECTIONS);
        List<IOException> failures = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = sockets.get(i);
            long first = begin + periodNanos * i / CONNECTIONS;
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    send(socket, first, begin + length.toNanos(), times);
                } catch (IOException e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                } finally {
                    running.countDown();
                }
            });
        }
        while (running.getCount() > 0) {
            meanwhile.getAsBoolean();
            running.await(20, TimeUnit.MILLISECONDS);
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return new Times(times);
    }

    private void send(Socket socket, long first, long end, Histogram times) throws IOException {
        OutputStream out = socket.getOutputStream();
        InputStream in = new BufferedInputStream(socket.getInputStream());
        for (long due = first; due - end < 0; due += periodNanos) {
            for (long rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
                LockSupport.parkNanos(rest);
            }
            out.write(request);
            readAnswer(in);
            long took = System.nanoTime() - due;
            synchronized (times) {
                times.recordValue(took);
            }
        }
    }

    private static void readAnswer(InputStream in) throws IOException {
        int length = 0;
        String status = line(in);
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        if (!status.contains(" 200 ")) {
            throw new IOException("the agent answers " + status);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
