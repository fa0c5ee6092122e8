package dev.millrace.agent.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/**
 * Public keys of those who issue tokens, from a file: a JSON Web Key Set (what a cluster shows at /openid/v1/jwks) or
 * public keys in PEM. A changed file is read again within a second; one that cannot be read leaves the keys as they were.
 */
final class TokenKeys {
    /**
     * @param version changes with the keys
     * @param jwks the keys
     */
    record Read(FileTime version, List<JsonWebKey> jwks) {}

    private static final Logger LOG = Logger.getLogger(TokenKeys.class);
    private static final long CHECK_NANOS = 1_000_000_000L;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    private final Path file;
    private volatile Read read;
    private volatile long checkedNanos;

    /** @throws IOException where the file holds no keys */
    TokenKeys(Path file) throws IOException {
        this.file = file;
        this.read = parse(file);
        this.checkedNanos = System.nanoTime();
    }

    Read current() {
        long now = System.nanoTime();
        if (now - checkedNanos > CHECK_NANOS) {
            checkedNanos = now;
            reloadIfChanged();
        }
        return read;
    }

    void reloadIfChanged() {
        try {
            if (!Files.getLastModifiedTime(file).equals(read.version())) {
                read = parse(file);
                LOG.infof("%s: %d keys", file, read.jwks().size());
            }
        } catch (IOException e) {
            LOG.warnf("%s cannot be read again, the keys stay: %s", file, e.getMessage());
        }
    }

    private static Read parse(Path file) throws IOException {
        FileTime version = Files.getLastModifiedTime(file);
        String text = Files.readString(file);
        List<JsonWebKey> keys = new ArrayList<>();
        try {
            if (text.stripLeading().startsWith("{")) {
                keys.addAll(new JsonWebKeySet(text).getJsonWebKeys());
            } else {
                Matcher pem = PEM.matcher(text);
                while (pem.find()) {
                    keys.add(JsonWebKey.Factory.newJwk(publicKey(file, pem.group(1))));
                }
            }
        } catch (JoseException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        // A secret key would let everyone who can read the file make tokens, and an RSA key serve as one (HS256).
        keys.removeIf(key -> key.getKeyType().equals("oct"));
        if (keys.isEmpty()) {
            throw new IOException(file + " holds no public keys; Maybe a JSON Web Key Set or PEM");
        }
        return new Read(version, List.copyOf(keys));
    }

    private static PublicKey publicKey(Path file, String base64) throws IOException {
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": broken PEM", e);
        }
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                LOG.debugf("%s: not a key of type %s", file, algorithm);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has " + algorithm, e);
            }
        }
        throw new IOException(file + ": a public key is neither RSA nor EC nor Ed25519");
    }
}
