package dev.millrace.agent.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenAccessTest {
    private static RsaJsonWebKey key;
    private static RsaJsonWebKey other;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeAll
    static void keys() throws JoseException {
        key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("k1");
        other = RsaJwkGenerator.generateJwk(2048);
        other.setKeyId("k1");
    }

    @BeforeEach
    void file() throws IOException {
        file = folder.resolve("jwks.json");
        Files.writeString(file, new JsonWebKeySet(key).toJson());
    }

    @Test
    void aServiceAccountMayUseItsOwnNamespaceAndOthersWhatTheirClaimSays() throws Exception {
        TokenAccess access = new TokenAccess(file, "millrace", null);
        Caller account = access.caller("Bearer " + signed(claims("system:serviceaccount:site-a:cam"), key));
        assertThat(account.namespaces()).containsExactly("site-a");
        account.require("site-a.cam");
        assertThatThrownBy(() -> account.require("site-b.cam"))
                .isInstanceOfSatisfying(
                        ServingException.class, e -> assertThat(e.fault()).isEqualTo(Fault.FORBIDDEN));
        JwtClaims both = claims("someone");
        both.setStringListClaim("millrace.dev/namespaces", "site-a", "site-b");
        assertThat(access.caller("bearer " + signed(both, key)).namespaces())
                .containsExactlyInAnyOrder("site-a", "site-b");
        JwtClaims all = claims("dashboard");
        all.setStringListClaim("millrace.dev/namespaces", "*");
        assertThat(access.caller("Bearer " + signed(all, key)).mayUse("any")).isTrue();
        assertThat(access.caller("Bearer " + signed(claims("nobody"), key)).namespaces())
                .isEmpty();
    }

    @Test
    void tokensThatDoNotHoldAreRefused() throws Exception {
        TokenAccess access = new TokenAccess(file, "millrace", "https://issuer.example.com");
        JwtClaims good = claims("system:serviceaccount:site-a:cam");
        good.setIssuer("https://issuer.example.com");
        assertThat(access.caller("Bearer " + signed(good, key)).mayUse("site-a"))
                .isTrue();

        refused(access, null, "missing");
        refused(access, "Basic YTpi", "missing");
        refused(access, "Bearer ", "does not hold");
        refused(access, "Bearer a.b.c", "does not hold");
        refused(access, "Bearer " + "x".repeat(20_000), "too long");
        refused(access, "Bearer " + signed(good, other), "does not hold");
        JwtClaims late = JwtClaims.parse(good.toJson());
        late.setExpirationTimeMinutesInTheFuture(-5);
        refused(access, "Bearer " + signed(late, key), "expired");
        JwtClaims endless = JwtClaims.parse(good.toJson());
        endless.unsetClaim("exp");
        refused(access, "Bearer " + signed(endless, key), "does not hold");
        JwtClaims elsewhere = JwtClaims.parse(good.toJson());
        elsewhere.setAudience("other");
        refused(access, "Bearer " + signed(elsewhere, key), "does not hold");
        JwtClaims stranger = JwtClaims.parse(good.toJson());
        stranger.setIssuer("https://evil.example.com");
        refused(access, "Bearer " + signed(stranger, key), "does not hold");
    }

    @Test
    void neitherUnsignedTokensNorPublicKeysAsSecretsGetIn() throws Exception {
        TokenAccess access = new TokenAccess(file, "millrace", null);
        String payload = base64(claims("system:serviceaccount:site-a:cam").toJson());
        refused(access, "Bearer " + base64("{\"alg\":\"none\"}") + "." + payload + ".", "does not hold");
        JsonWebSignature confused = new JsonWebSignature();
        confused.setPayload(claims("system:serviceaccount:site-a:cam").toJson());
        confused.setKeyIdHeaderValue("k1");
        confused.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        confused.setKey(new HmacKey(key.getPublicKey().getEncoded()));
        refused(access, "Bearer " + confused.getCompactSerialization(), "does not hold");
    }

    @Test
    void changedKeysAreTakenUpAndBrokenOnesLeaveThoseBefore() throws Exception {
        TokenKeys keys = new TokenKeys(file);
        Files.writeString(file, "broken");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
        TokenKeys.Read before = keys.current();
        keys.reloadIfChanged();
        assertThat(keys.current()).isSameAs(before);
        Files.writeString(file, pem(other));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));
        keys.reloadIfChanged();
        assertThat(keys.current().jwks())
                .singleElement()
                .satisfies(read -> assertThat(read.getKey()).isEqualTo(other.getPublicKey()));
    }

    @Test
    void aFileWithoutPublicKeysIsAnError() throws IOException {
        Files.writeString(file, "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}");
        assertThatThrownBy(() -> new TokenAccess(file, "millrace", null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no public keys");
    }

    @Test
    void aPemKeyVerifiesTokensWhateverTheirKeyId() throws Exception {
        Files.writeString(file, pem(key));
        TokenAccess access = new TokenAccess(file, "millrace", null);
        assertThat(access.caller("Bearer " + signed(claims("system:serviceaccount:site-a:cam"), key))
                        .mayUse("site-a"))
                .isTrue();
    }

    private static void refused(TokenAccess access, String authorization, String message) {
        assertThatThrownBy(() -> access.caller(authorization))
                .isInstanceOfSatisfying(
                        ServingException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAUTHENTICATED))
                .hasMessageContaining(message);
    }

    private static JwtClaims claims(String subject) {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(subject);
        claims.setAudience(List.of("millrace"));
        claims.setExpirationTimeMinutesInTheFuture(10);
        return claims;
    }

    static String signed(JwtClaims claims, RsaJsonWebKey with) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(with.getPrivateKey());
        signature.setKeyIdHeaderValue(with.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        return signature.getCompactSerialization();
    }

    private static String pem(RsaJsonWebKey of) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(of.getPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
