package dev.millrace.agent.model;

import dev.millrace.agent.runtime.LoadException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings a file here, going on where an earlier try was cut off. */
final class Download {
    private static final int TRIES = 4;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int BAD_RANGE = 416;
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    private final GuardedClient client;
    private final long limitBytes;

    Download(GuardedClient client, long limitBytes) {
        this.client = client;
        this.limitBytes = limitBytes;
    }

    /**
     * Fetches into a file, which stays as it is when that fails, so that another try goes on from there.
     *
     * @param verified whether the digest is checked afterwards, so that a source that says nothing of versions may be
     *     resumed too
     * @return whether what lies there was fetched in more than one go
     */
    boolean run(Request request, Path part, boolean verified) throws IOException, LoadException {
        IOException last = new IOException("was not tried");
        boolean pieced = false;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            long have = Files.exists(part) ? Files.size(part) : 0;
            String version = version(part);
            Request asked = request;
            if (have > 0 && (version != null || verified)) {
                asked = asked.with("Range", "bytes=" + have + "-");
                asked = version == null ? asked : asked.with("If-Range", version);
            }
            try (GuardedClient.Answer answer = client.get(asked)) {
                boolean resumed = answer.status() == PARTIAL && startsAt(answer, have);
                if (answer.status() == BAD_RANGE || answer.status() == PARTIAL && !resumed) {
                    Files.deleteIfExists(part);
                    last = new IOException("the source does not go on where it was cut off");
                    continue;
                }
                if (answer.status() >= SERVER_ERROR || answer.status() == TOO_MANY) {
                    last = new IOException("status " + answer.status());
                    continue;
                }
                if (answer.status() != OK && !resumed) {
                    throw new LoadException("FetchFailed", request.uri() + " answers status " + answer.status());
                }
                if (!resumed) {
                    remember(part, answer);
                }
                pieced |= resumed;
                append(request, answer, part, resumed ? have : 0);
                return pieced;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private void append(Request request, GuardedClient.Answer answer, Path part, long have)
            throws IOException, LoadException {
        StandardOpenOption how = have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (InputStream in = answer.body();
                OutputStream out =
                        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long total = have;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                total += count;
                if (total > limitBytes) {
                    Files.deleteIfExists(part);
                    throw new LoadException(
                            "TooLarge",
                            request.uri() + " has more than " + limitBytes + " bytes; Maybe raise --cache-limit");
                }
                out.write(buffer, 0, count);
            }
        }
    }

    private static boolean startsAt(GuardedClient.Answer answer, long position) {
        return answer.header("Content-Range")
                .map(range -> range.startsWith("bytes " + position + "-"))
                .orElse(false);
    }

    private static @Nullable String version(Path part) throws IOException {
        Path file = versionFile(part);
        return Files.exists(file) ? Files.readString(file) : null;
    }

    /** Keeps what tells this version of the file from another: a strong ETag, else the time of its change. */
    private static void remember(Path part, GuardedClient.Answer answer) throws IOException {
        Files.deleteIfExists(part);
        Optional<String> version =
                answer.header("ETag").filter(tag -> !tag.startsWith("W/")).or(() -> answer.header("Last-Modified"));
        if (version.isPresent()) {
            Files.writeString(versionFile(part), version.get());
        } else {
            Files.deleteIfExists(versionFile(part));
        }
    }

    /** Removes what a download has left. */
    static void discard(Path part) throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(versionFile(part));
    }

    static Path versionFile(Path part) {
        return part.resolveSibling(part.getFileName() + ".version");
    }
}
