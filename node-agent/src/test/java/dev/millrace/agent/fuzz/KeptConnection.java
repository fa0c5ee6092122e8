package dev.millrace.agent.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One request after the other over HTTP/1.1; connected anew where the server has closed. */
final class KeptConnection implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    record Answer(int status, String body) {}

    private final int port;
    private Socket socket;
    private InputStream in;

    KeptConnection(int port) {
        this.port = port;
    }

    /** @param head request line and headers of its own, each with its line end */
    Answer send(String head, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + body.length);
        String whole = head + "Host: localhost\r\nContent-Length: " + body.length + "\r\n\r\n";
        bytes.writeBytes(whole.getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(body);
        try {
            if (socket == null) {
                socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(PATIENCE_MS);
                in = new BufferedInputStream(socket.getInputStream());
            }
            socket.getOutputStream().write(bytes.toByteArray());
            return answer();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("no answer to " + head, e);
        }
    }

    private Answer answer() throws IOException {
        String status = line();
        int length = 0;
        boolean closing = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
            closing |= header.equalsIgnoreCase("connection: close");
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (closing) {
            close();
        }
        return new Answer(Integer.parseInt(status.substring(9, 12)), body);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed without an answer");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
                socket = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
