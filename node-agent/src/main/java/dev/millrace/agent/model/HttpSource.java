package dev.millrace.agent.model;

import dev.millrace.agent.runtime.LoadException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Downloads over HTTP into a cache folder; a file appears there whole or not at all. */
final class HttpSource {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofMinutes(10);
    private static final int OK = 200;

    private final Path cache;
    private @Nullable HttpClient client;

    HttpSource(Path cache) {
        this.cache = cache;
    }

    /** The downloaded file; one of the declared digest that is in the cache already is not fetched again. */
    Path download(URI uri, @Nullable String sha256) throws LoadException {
        Path file = cache.resolve(
                sha256 == null
                        ? "unverified-" + UUID.nameUUIDFromBytes(uri.toString().getBytes(StandardCharsets.UTF_8))
                        : "sha256-" + sha256);
        if (sha256 != null && Files.isRegularFile(file)) {
            return file;
        }
        try {
            Files.createDirectories(cache);
            Path part = Files.createTempFile(cache, "part-", "");
            try {
                transfer(uri, part);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            return file;
        } catch (IOException e) {
            throw new LoadException("FetchFailed", "cannot fetch " + uri + ": " + e.getMessage(), e);
        }
    }

    /** Removes a cached file that is not what was declared. Files outside the cache are left alone. */
    void discard(Path file) throws LoadException {
        if (file.startsWith(cache)) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new LoadException("FetchFailed", "cannot remove " + file.getFileName(), e);
            }
        }
    }

    private void transfer(URI uri, Path part) throws IOException, LoadException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(WHOLE).build();
        try {
            HttpResponse<InputStream> response = client().send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != OK) {
                    throw new LoadException("FetchFailed", uri + " answers status " + response.statusCode());
                }
                Files.copy(body, part, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("FetchFailed", "interrupted while fetching " + uri);
        }
    }

    private synchronized HttpClient client() {
        if (client == null) {
            // Redirects never lead from https to http.
            client = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
        }
        return client;
    }
}
