package dev.millrace.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.millrace.agent.runtime.LoadException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteSourcesTest {
    private static final AddressRules HERE = new AddressRules(List.of(), true, Set.of());
    private static final byte[] CONTENT = content(1, 300_000);
    private static final String SHA256 = Digests.of(CONTENT);

    @TempDir
    private Path cache;

    private ModelServer server;
    private ModelStore store;

    @BeforeEach
    void start() throws IOException {
        server = new ModelServer();
        store = store(HERE, 1 << 20, Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFileIsFetchedVerifiedAndKept() throws Exception {
        server.file("/m.onnx", "\"v1\"", CONTENT);
        Fetched first = store.fetch(artefact(server.url("/m.onnx"), SHA256));
        assertThat(Files.readAllBytes(first.file())).isEqualTo(CONTENT);
        store.fetch(artefact(server.url("/m.onnx"), SHA256));
        store.fetch(artefact(server.url("/m.onnx"), SHA256.toUpperCase(Locale.ROOT)));
        assertThat(server.requests()).hasSize(1);
        assertThat(reason(server.url("/other.onnx"), SHA256))
                .as("who knows a digest only gets nothing from the cache")
                .isEqualTo("FetchFailed");
        assertThat(reason(server.url("/none.onnx"), null)).isEqualTo("FetchFailed");
        assertThat(reason(server.url("/m.onnx"), "0".repeat(64))).isEqualTo("DigestMismatch");
        assertThat(names()).as("nothing half or wrong stays").containsExactly("sha256-" + SHA256);
    }

    @Test
    void anAddressWithoutDigestStandsForWhatItFirstLedTo() throws Exception {
        server.file("/m.onnx", "\"v1\"", CONTENT);
        assertThat(store.fetch(artefact(server.url("/m.onnx"), null)).sha256()).isEqualTo(SHA256);
        String url = server.url("/m.onnx");
        server.close();
        ModelStore restarted = store(HERE, 1 << 20, Map.of());
        assertThat(restarted.fetch(artefact(url, null)).sha256()).isEqualTo(SHA256);
    }

    @Test
    void aTornFileIsNoticedAndFetchedAgain() throws Exception {
        server.file("/m.onnx", "\"v1\"", CONTENT);
        Path file = store.fetch(artefact(server.url("/m.onnx"), SHA256)).file();
        Files.write(file, Arrays.copyOf(CONTENT, 1000));
        assertThat(store.fetch(artefact(server.url("/m.onnx"), SHA256)).file()).hasBinaryContent(CONTENT);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aCutOffDownloadGoesOnWhereItWas() throws Exception {
        cutOff("/m.onnx", "\"v1\"");
        assertThat(store.fetch(artefact(server.url("/m.onnx"), SHA256)).file()).hasBinaryContent(CONTENT);
        assertThat(server.requests()).hasSize(2);
        assertThat(server.requests().get(1).getFirst("Range")).isEqualTo("bytes=100000-");
        assertThat(server.requests().get(1).getFirst("If-Range")).isEqualTo("\"v1\"");
    }

    @Test
    void piecesOfTwoVersionsAreFetchedAnew() throws Exception {
        byte[] old = content(2, 100_000);
        Path part = new ArtefactCache(cache, 1 << 20).part(server.url("/m.onnx") + " x");
        Files.write(part, old);
        server.file("/m.onnx", "", CONTENT);
        Path mine = new ArtefactCache(cache, 1 << 20).part("sha256:" + SHA256 + " " + server.url("/m.onnx"));
        Files.write(mine, old);
        assertThat(store.fetch(artefact(server.url("/m.onnx"), SHA256)).file()).hasBinaryContent(CONTENT);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void thisMachineIsNoSourceUnlessItIsAllowed() {
        server.file("/m.onnx", "", CONTENT);
        ModelStore strict = store(AddressRules.STRICT, 1 << 20, Map.of());
        String port = server.host().substring(server.host().indexOf(':'));
        for (String host : List.of("127.0.0.1", "localhost", "127.1.2.3", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0")) {
            assertThat(reason(strict, "http://" + host + port + "/m.onnx", null, null))
                    .as(host)
                    .isEqualTo("DeniedAddress");
        }
        for (String spelling : List.of("2130706433", "0x7f000001", "017700000001", "127.1")) {
            assertThat(reason(strict, "http://" + spelling + port + "/m.onnx", null, null))
                    .as("another spelling of 127.0.0.1: %s", spelling)
                    .isIn("DeniedAddress", "FetchFailed", "BadUri");
        }
        assertThat(reason(strict, "http://10.1.2.3/m.onnx", null, null)).isEqualTo("DeniedAddress");
        assertThat(reason(strict, "http://169.254.169.254/latest", null, null)).isEqualTo("DeniedAddress");
        assertThat(reason(strict, "http://[fe80::1]/m.onnx", null, null)).isEqualTo("DeniedAddress");
        assertThat(reason(strict, "oci://127.0.0.1" + port + "/m:1", null, null))
                .isEqualTo("DeniedAddress");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void everyRedirectIsHeldToTheRules() {
        server.redirect("/metadata", "http://169.254.169.254/latest/meta-data");
        server.redirect("/lan", "//10.0.0.1/m.onnx");
        server.redirect("/file", "file:///etc/passwd");
        server.redirect("/user", "http://user:secret@127.0.0.1/m.onnx");
        server.redirect("/loop", "/loop");
        server.redirect("/nowhere", "http://[");
        assertThat(reason(server.url("/metadata"), null)).isEqualTo("DeniedAddress");
        assertThat(reason(server.url("/lan"), null)).isEqualTo("DeniedAddress");
        assertThat(reason(server.url("/file"), null)).isEqualTo("DeniedRedirect");
        assertThat(reason(server.url("/user"), null)).isEqualTo("DeniedRedirect");
        assertThat(reason(server.url("/nowhere"), null)).isEqualTo("DeniedRedirect");
        int before = server.requests().size();
        assertThat(reason(server.url("/loop"), null)).isEqualTo("DeniedRedirect");
        assertThat(server.requests()).as("three redirects at most").hasSize(before + 4);
        assertThat(reason("http://user:secret@127.0.0.1/m.onnx", null)).isEqualTo("BadUri");
    }

    @Test
    void credentialsGoToTheirOriginOnly() throws Exception {
        try (ModelServer other = new ModelServer()) {
            other.file("/m.onnx", "", CONTENT);
            server.redirect("/m.onnx", other.url("/m.onnx"));
            ModelStore knowing = store(HERE, 1 << 20, Map.of("username", "u", "password", "p"));
            knowing.fetch(new Artefact(server.url("/m.onnx"), "onnx", SHA256, new SecretName("site", "s")));
            assertThat(server.requests().getFirst().getFirst("Authorization")).isEqualTo("Basic dTpw");
            assertThat(other.requests().getFirst()).doesNotContainKey("Authorization");
        }
        assertThat(reason(
                        store(HERE, 1 << 20, Map.of("token", "t")),
                        "http://models.example.com/m.onnx",
                        null,
                        new SecretName("site", "s")))
                .isEqualTo("InsecureCredentials");
        assertThat(reason(store, server.url("/m.onnx"), null, new SecretName("site", "none")))
                .isEqualTo("CredentialsMissing");
    }

    @Test
    void whatIsTooLargeIsGivenUp() throws IOException {
        server.file("/m.onnx", "", CONTENT);
        assertThat(reason(store(HERE, 1000, Map.of()), server.url("/m.onnx"), null, null))
                .isEqualTo("TooLarge");
        assertThat(names()).isEmpty();
    }

    @Test
    void whatWasUnusedForLongestGoesFirst() throws Exception {
        ModelStore small = store(HERE, 700_000, Map.of());
        String[] digests = new String[4];
        for (int i = 0; i < digests.length; i++) {
            byte[] content = content(10 + i, 300_000);
            digests[i] = Digests.of(content);
            server.file("/" + i, "", content);
        }
        Path first = small.fetch(artefact(server.url("/0"), digests[0])).file();
        Path second = small.fetch(artefact(server.url("/1"), digests[1])).file();
        Files.setLastModifiedTime(first, FileTime.from(Instant.now().minusSeconds(60)));
        Files.setLastModifiedTime(second, FileTime.from(Instant.now().minusSeconds(90)));
        small.fetch(artefact(server.url("/2"), digests[2]));
        assertThat(names()).contains("sha256-" + digests[0]).doesNotContain("sha256-" + digests[1]);
        Files.setLastModifiedTime(first, FileTime.from(Instant.now().minusSeconds(60)));
        small.keep(() -> Set.of(digests[0], digests[2]));
        small.fetch(artefact(server.url("/3"), digests[3]));
        assertThat(names()).as("what is in use stays").hasSize(3);
    }

    @Test
    void s3RequestsAreSignedForTheBucketsServer() throws Exception {
        server.file("/models/dir/m%20v1.onnx", "", CONTENT);
        server.file("/models/dir/m v1.onnx", "", CONTENT);
        Map<String, String> secret = Map.of(
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                "AWS_REGION", "eu-central-1",
                "AWS_ENDPOINT_URL", server.url(""));
        ModelStore knowing = store(HERE, 1 << 20, secret);
        knowing.fetch(new Artefact("s3://models/dir/m%20v1.onnx", "onnx", SHA256, new SecretName("site", "s")));
        assertThat(server.requests().getFirst().getFirst("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
                .contains("/eu-central-1/s3/aws4_request")
                .contains("SignedHeaders=host;");
        assertThat(server.requests().getFirst().getFirst("X-Amz-Date")).isNotNull();
        ModelStore anonymous = new ModelStore(
                new StoreSettings(null, cache, 1 << 20, HERE, Secrets.NONE, URI.create(server.url("/")), null));
        Files.delete(cache.resolve("sha256-" + SHA256));
        anonymous.fetch(artefact("s3://models/dir/m%20v1.onnx", SHA256));
        assertThat(server.requests().getLast()).doesNotContainKey("Authorization");
        assertThat(reason("s3://Evil_Bucket/m.onnx", null)).isEqualTo("BadUri");
        assertThat(reason("s3://bucket@evil.example.com/m.onnx", null)).isEqualTo("BadUri");
    }

    @Test
    void ociArtefactsAreFoundByTheirManifest() throws Exception {
        String manifest = """
                {"schemaVersion": 2, "layers": [
                  {"digest": "sha256:%s", "annotations": {"org.opencontainers.image.title": "README.md"}},
                  {"digest": "sha256:%s", "annotations": {"org.opencontainers.image.title": "m.onnx"}}]}
                """.formatted("1".repeat(64), SHA256);
        server.on("/v2/team/m/manifests/", exchange -> {
            if (!"Bearer TOKEN".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders()
                        .set("WWW-Authenticate", "Bearer realm=\"" + server.url("/token") + "\",service=\"r\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            send(exchange, manifest);
        });
        server.on("/token", exchange -> {
            boolean known = "Basic dTpw".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            assertThat(exchange.getRequestURI().getQuery()).isEqualTo("service=r&scope=repository:team/m:pull");
            if (known) {
                send(exchange, "{\"token\": \"TOKEN\"}");
            } else {
                exchange.sendResponseHeaders(403, -1);
            }
        });
        server.file("/v2/team/m/blobs/sha256:" + SHA256, "", CONTENT);
        String uri = "oci://" + server.host() + "/team/m:v1";
        ModelStore knowing = store(
                HERE,
                1 << 20,
                Map.of(".dockerconfigjson", "{\"auths\":{\"" + server.host() + "\":{\"auth\":\"dTpw\"}}}"));
        Fetched fetched = knowing.fetch(new Artefact(uri, "onnx", null, new SecretName("site", "s")));
        assertThat(fetched.sha256()).isEqualTo(SHA256);
        assertThat(server.requests().getLast().getFirst("Authorization")).isEqualTo("Bearer TOKEN");
        assertThat(reason(uri, null)).isEqualTo("CredentialsMissing");
        String pinned = uri.replace(":v1", "@sha256:" + "2".repeat(64));
        assertThat(reason(knowing, pinned, null, new SecretName("site", "s"))).isEqualTo("DigestMismatch");
        assertThat(reason("oci://registry.example.com/../m:1", null)).isEqualTo("BadUri");
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Ends the first answer after 100000 bytes. */
    private void cutOff(String path, String etag) {
        server.on(path, exchange -> {
            boolean first = server.requests().size() == 1;
            exchange.getResponseHeaders().set("ETag", etag);
            if (first) {
                exchange.sendResponseHeaders(200, CONTENT.length);
                exchange.getResponseBody().write(CONTENT, 0, 100_000);
                exchange.getResponseBody().flush();
                throw new IOException("cut off");
            }
            exchange.getResponseHeaders().set("Content-Range", "bytes 100000-299999/300000");
            exchange.sendResponseHeaders(206, 200_000);
            exchange.getResponseBody().write(CONTENT, 100_000, 200_000);
        });
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString())
                    // What sources have led to.
                    .filter(name -> !name.startsWith("uri-"))
                    .sorted()
                    .toList();
        }
    }

    private ModelStore store(AddressRules rules, long limitBytes, Map<String, String> secret) {
        Secrets secrets = name -> {
            if (secret.isEmpty()) {
                return Secrets.NONE.read(name);
            }
            return secret;
        };
        return new ModelStore(new StoreSettings(null, cache, limitBytes, rules, secrets, null, null));
    }

    private String reason(String uri, @Nullable String sha256) {
        return reason(store, uri, sha256, null);
    }

    private static String reason(
            ModelStore store, String uri, @Nullable String sha256, @Nullable SecretName credentials) {
        LoadException error = catchThrowableOfType(
                LoadException.class, () -> store.fetch(new Artefact(uri, "onnx", sha256, credentials)));
        assertThat(error).as(uri).isNotNull();
        return error.reason();
    }

    private static Artefact artefact(String uri, @Nullable String sha256) {
        return new Artefact(uri, "onnx", sha256);
    }

    private static byte[] content(long seed, int size) {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        return content;
    }
}
