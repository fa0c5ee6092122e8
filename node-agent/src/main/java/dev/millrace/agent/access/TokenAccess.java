package dev.millrace.agent.access;

import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens: JSON Web Tokens, verified with public keys from a file, so that neither an API server nor an issuer has
 * to be reached. A Kubernetes service account's token opens its own namespace; any other those of the claim
 * {@code millrace.dev/namespaces}.
 */
public final class TokenAccess implements Access {
    private static final String CLAIM = "millrace.dev/namespaces";
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";
    private static final String BEARER = "bearer ";
    private static final int SKEW_SECONDS = 30;
    private static final int CACHED = 1024;
    private static final int LONGEST_TOKEN = 16_384;
    private static final AlgorithmConstraints SIGNATURES = new AlgorithmConstraints(
            ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
            AlgorithmIdentifiers.EDDSA);

    /** A token that holds until its end, unless the keys change before. */
    private record Verified(Caller caller, long untilMillis, TokenKeys.Read keys) {}

    private final TokenKeys keys;
    private final String audience;
    private final @Nullable String issuer;
    private final Map<String, Verified> verified = new LinkedHashMap<>(CACHED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > CACHED;
        }
    };

    /**
     * @param keyFile JSON Web Key Set or PEM
     * @param audience that a token has to name
     * @param issuer that a token has to come from; null for any that holds a key
     * @throws IOException where the file holds no keys
     */
    public TokenAccess(Path keyFile, String audience, @Nullable String issuer) throws IOException {
        this.keys = new TokenKeys(keyFile);
        this.audience = audience;
        this.issuer = issuer;
    }

    @Override
    public Caller caller(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw refused("a bearer token is missing");
        }
        String token = authorization.substring(BEARER.length()).strip();
        if (token.length() > LONGEST_TOKEN) {
            throw refused("the token is too long");
        }
        TokenKeys.Read current = keys.current();
        synchronized (verified) {
            Verified known = verified.get(token);
            if (known != null && known.keys() == current && System.currentTimeMillis() < known.untilMillis()) {
                return known.caller();
            }
        }
        Verified fresh = verify(token, current);
        synchronized (verified) {
            verified.put(token, fresh);
        }
        return fresh.caller();
    }

    private Verified verify(String token, TokenKeys.Read current) {
        JwtConsumerBuilder builder = new JwtConsumerBuilder()
                .setVerificationKeyResolver(new AnyKeyResolver(current.jwks()))
                .setJwsAlgorithmConstraints(SIGNATURES)
                .setExpectedAudience(audience)
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(SKEW_SECONDS);
        if (issuer != null) {
            builder.setExpectedIssuer(issuer);
        }
        JwtConsumer consumer = builder.build();
        try {
            JwtClaims claims = consumer.processToClaims(token);
            return new Verified(
                    new Caller(namespaces(claims)), claims.getExpirationTime().getValueInMillis(), current);
        } catch (InvalidJwtException e) {
            throw refused(e.hasExpired() ? "the token has expired" : "the token does not hold");
        } catch (MalformedClaimException e) {
            throw refused("the token's claims are malformed");
        }
    }

    private static Set<String> namespaces(JwtClaims claims) throws MalformedClaimException {
        if (claims.hasClaim(CLAIM)) {
            List<String> named = claims.getStringListClaimValue(CLAIM);
            return Set.copyOf(named);
        }
        String subject = claims.getSubject();
        if (subject != null && subject.startsWith(SERVICE_ACCOUNT)) {
            int end = subject.indexOf(':', SERVICE_ACCOUNT.length());
            return end < 0 ? Set.of() : Set.of(subject.substring(SERVICE_ACCOUNT.length(), end));
        }
        return Set.of();
    }

    private static ServingException refused(String why) {
        return ServingException.of(Fault.UNAUTHENTICATED, why);
    }
}
