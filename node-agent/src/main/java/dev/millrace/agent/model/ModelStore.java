package dev.millrace.agent.model;

import dev.millrace.agent.runtime.LoadException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Brings artefacts to this machine and verifies them. Thread-safe; blocks while it fetches. */
public final class ModelStore {
    private final FileSource files;
    private final HttpSource http;

    /**
     * @param modelRoot folder that {@code file:} addresses have to lie beneath; null refuses them all
     * @param cache folder for what is downloaded, made when first needed
     */
    public ModelStore(@Nullable Path modelRoot, Path cache) {
        this.files = new FileSource(modelRoot);
        this.http = new HttpSource(cache);
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
        Path file = switch (scheme) {
            case "file" -> files.locate(uri);
            case "http", "https" -> http.download(uri, artefact.sha256());
            default ->
                throw new LoadException(
                        "UnsupportedUri",
                        "'" + artefact.uri() + "' cannot be fetched; Maybe use file:, http: or https:");
        };
        String digest = digest(file);
        String declared = artefact.sha256();
        if (declared != null && !declared.equalsIgnoreCase(digest)) {
            http.discard(file);
            throw new LoadException(
                    "DigestMismatch", artefact.uri() + " has SHA-256 " + digest + ", but " + declared + " is declared");
        }
        return new Fetched(file, digest);
    }

    /** SHA-256 of a file, in lower-case hexadecimal digits. */
    static String digest(Path file) throws LoadException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digesting = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (IOException e) {
            throw new LoadException("FetchFailed", "cannot read " + file.getFileName(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
