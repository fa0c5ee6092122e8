package dev.millrace.agent.model;

import dev.millrace.agent.runtime.LoadException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings artefacts to this machine and verifies them. What has been fetched once from a source, with its credentials, is not
 * fetched from there again: an address without a digest stands for what it first led to, as long as that is in the cache. Thread-safe; blocks while it fetches.
 */
public final class ModelStore {
    private final FileSource files;
    private final ArtefactCache cache;
    private final StoreSettings settings;
    private final Map<String, Object> fetching = new ConcurrentHashMap<>();
    private @Nullable GuardedClient client;
    private volatile Supplier<Set<String>> kept = Set::of;

    public ModelStore(StoreSettings settings) {
        this.settings = settings;
        this.files = new FileSource(settings.modelRoot());
        this.cache = new ArtefactCache(settings.cache(), settings.cacheLimitBytes());
    }

    /** Public sources and files only, without credentials. */
    public ModelStore(@Nullable Path modelRoot, Path cache) {
        this(StoreSettings.of(modelRoot, cache));
    }

    /** Digests of what is in use: that stays in the cache. */
    public void keep(Supplier<Set<String>> digests) {
        this.kept = digests;
    }

    /**
     * The file of an artefact, its digest verified where one is declared.
     *
     * @throws LoadException with a reason and a sentence
     */
    public Fetched fetch(Artefact artefact) throws LoadException {
        URI uri;
        try {
            uri = URI.create(artefact.uri());
        } catch (IllegalArgumentException e) {
            throw new LoadException("BadUri", "'" + artefact.uri() + "' is not a URI");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        try {
            if (scheme.equals("file")) {
                return local(uri, artefact);
            }
            // Two copies of one artefact are fetched once.
            synchronized (fetching.computeIfAbsent(artefact.identity(), key -> new Object())) {
                Optional<Path> known = cached(artefact);
                return known.isPresent()
                        ? new Fetched(known.get(), ArtefactCache.digest(known.get()))
                        : remote(source(scheme, artefact), uri, artefact);
            }
        } catch (IOException e) {
            throw new LoadException("FetchFailed", "cannot fetch " + artefact.uri() + ": " + e.getMessage(), e);
        }
    }

    private Fetched local(URI uri, Artefact artefact) throws IOException, LoadException {
        Path file = files.locate(uri);
        String digest = Digests.of(file);
        if (differs(artefact.sha256(), digest)) {
            throw mismatch(artefact, digest);
        }
        return new Fetched(file, digest);
    }

    /** What this very source has led to before. A digest alone proves nothing: whoever knows it may not have the file. */
    private Optional<Path> cached(Artefact artefact) throws IOException {
        String declared = artefact.sha256();
        return cache.recall(
                declared == null ? artefact.origin() : verified(artefact, declared.toLowerCase(Locale.ROOT)));
    }

    private static String verified(Artefact artefact, String digest) {
        return artefact.origin() + " sha256:" + digest;
    }

    private RemoteSource source(String scheme, Artefact artefact) throws IOException, LoadException {
        return switch (scheme) {
            case "http", "https" -> new HttpSource();
            case "s3" -> new S3Source(settings.s3Endpoint(), settings.s3Region());
            case "oci" -> new OciSource(client());
            default ->
                throw new LoadException(
                        "UnsupportedUri",
                        "'" + artefact.uri() + "' cannot be fetched; Maybe use file:, http:, https:, s3: or oci:");
        };
    }

    private Fetched remote(RemoteSource source, URI uri, Artefact artefact) throws IOException, LoadException {
        SecretName name = artefact.credentials();
        Map<String, String> secret =
                name == null ? Map.of() : settings.secrets().read(name);
        Request request = source.locate(uri, artefact, secret);
        String expected = artefact.sha256() == null ? request.sha256() : artefact.sha256();
        Path part = cache.part(artefact.identity() + " " + artefact.uri());
        Download download = new Download(client(), settings.cacheLimitBytes());
        boolean pieced = download.run(request, part, expected != null);
        String digest = Digests.of(part);
        if (differs(expected, digest) && pieced) {
            // The pieces may be of two versions of the file.
            Download.discard(part);
            download.run(request, part, true);
            digest = Digests.of(part);
        }
        if (differs(expected, digest)) {
            Download.discard(part);
            throw mismatch(artefact, digest);
        }
        Path file = cache.adopt(part, digest);
        if (artefact.sha256() == null) {
            cache.remember(artefact.origin(), digest);
        }
        cache.remember(verified(artefact, digest), digest);
        cache.evict(union(kept.get(), digest));
        return new Fetched(file, digest);
    }

    private static Set<String> union(Set<String> digests, String digest) {
        Set<String> all = new HashSet<>(digests);
        all.add(digest);
        return all;
    }

    private static boolean differs(@Nullable String expected, String digest) {
        return expected != null && !expected.equalsIgnoreCase(digest);
    }

    private static LoadException mismatch(Artefact artefact, String digest) {
        String declared = artefact.sha256() == null ? "another" : artefact.sha256();
        return new LoadException(
                "DigestMismatch", artefact.uri() + " has SHA-256 " + digest + ", but " + declared + " is declared");
    }

    private synchronized GuardedClient client() throws IOException {
        if (client == null) {
            Files.createDirectories(settings.cache());
            client = new GuardedClient(settings.rules());
        }
        return client;
    }
}
