package dev.millrace.agent.access;

import java.security.Key;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/** Finds a token's key by its id; keys without one, as PEM has them, are tried in turn. */
final class AnyKeyResolver implements VerificationKeyResolver {
    private final JwksVerificationKeyResolver named;
    private final List<JsonWebKey> nameless;

    AnyKeyResolver(List<JsonWebKey> keys) {
        this.named = new JwksVerificationKeyResolver(keys);
        this.nameless = keys.stream().filter(key -> key.getKeyId() == null).toList();
    }

    @Override
    public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        try {
            for (JsonWebKey key : nameless) {
                if (key.getKeyType().equals(signature.getAlgorithm().getKeyType())) {
                    signature.setKey(key.getKey());
                    if (signature.verifySignature()) {
                        return key.getKey();
                    }
                }
            }
        } catch (JoseException e) {
            throw new UnresolvableKeyException("no key fits", e);
        }
        return named.resolveKey(signature, nesting);
    }
}
