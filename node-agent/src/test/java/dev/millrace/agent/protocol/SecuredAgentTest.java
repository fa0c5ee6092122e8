package dev.millrace.agent.protocol;

import static dev.millrace.agent.Manifests.assignment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.millrace.agent.Manifests;
import dev.millrace.agent.RunningAgent;
import dev.millrace.agent.Security;
import dev.millrace.agent.TestCertificates;
import dev.millrace.agent.access.TokenAccess;
import dev.millrace.agent.protocol.grpc.oip.GRPCInferenceServiceGrpc;
import dev.millrace.agent.protocol.grpc.oip.ModelInferRequest;
import dev.millrace.agent.protocol.grpc.oip.RepositoryIndexRequest;
import dev.millrace.agent.protocol.tls.Tls;
import dev.millrace.agent.protocol.tls.TlsFiles;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two agents with mutual TLS and tokens; the first forwards to the second. */
class SecuredAgentTest {
    private static final String INFER = "/v2/models/site.cam/infer";
    private static final String BODY =
            "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"UINT8\",\"shape\":[1],\"data\":[7]}]}";

    @TempDir
    private static Path folder;

    private static TestCertificates certificates;
    private static String site;
    private static String elsewhere;
    private static RunningAgent other;
    private static RunningAgent agent;
    private static Tls tls;

    @BeforeAll
    static void start() throws Exception {
        certificates = new TestCertificates(folder);
        certificates.issue("agent");
        certificates.issue("client");
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        Path keys = folder.resolve("jwks.json");
        Files.writeString(keys, new JsonWebKeySet(key).toJson());
        site = token(key, "system:serviceaccount:site:cam");
        elsewhere = token(key, "system:serviceaccount:other:cam");
        other = start(keys, Manifests.yaml(1, assignment("cam", "edgetpu-0", "edgetpu", 0.5)));
        agent = start(
                keys,
                Manifests.yaml(1, assignment("cam", "edgetpu-0", "edgetpu", 0.5))
                        .replace("  assignments:", """
                          routes:
                          - app: {namespace: site, name: cam}
                            targets:
                            - {node: n2, address: 127.0.0.1, httpPort: %d, grpcPort: %d, share: 0.5}
                            - {node: n1, address: 127.0.0.1, httpPort: 1, grpcPort: 1, share: 0.5}
                          assignments:\
                        """.formatted(
                                other.endpoints().httpPort(), other.endpoints().grpcPort())));
    }

    private static RunningAgent start(Path keys, String yaml) throws Exception {
        tls = new Tls(new TlsFiles(
                certificates.certificate("agent"),
                certificates.key("agent"),
                certificates.authority(),
                true,
                "millrace-agent"));
        return new RunningAgent(
                Manifests.parse(yaml),
                folder.resolve("cache"),
                new Security(tls, new TokenAccess(keys, "millrace", null)),
                Limits.ofBodies(1 << 20),
                HttpClient.newBuilder()
                        .sslContext(certificates.client("client"))
                        .build());
    }

    @AfterAll
    static void stop() {
        agent.close();
        other.close();
    }

    @Test
    void aTokenOpensItsNamespaceAndNoOther() throws Exception {
        assertThat(agent.post(INFER, BODY).statusCode()).isEqualTo(401);
        assertThat(agent.post(INFER, BODY).headers().firstValue("WWW-Authenticate"))
                .contains("Bearer");
        assertThat(agent.post(INFER, BODY, "Authorization", "Bearer " + elsewhere)
                        .statusCode())
                .isEqualTo(403);
        assertThat(agent.post("/v2/models/site.nope/infer", BODY, "Authorization", "Bearer " + elsewhere)
                        .statusCode())
                .as("as for a model that exists")
                .isEqualTo(403);
        assertThat(agent.post("/v2/repository/index", "", "Authorization", "Bearer " + elsewhere)
                        .body())
                .isEqualTo("[]");
        assertThat(agent.post("/v2/repository/index", "", "Authorization", "Bearer " + site)
                        .body())
                .contains("site.cam");
        assertThat(agent.post("/v2/repository/models/site.cam/unload", "", "Authorization", "Bearer " + elsewhere)
                        .statusCode())
                .isEqualTo(403);
        assertThat(agent.get("/v2/health/ready").statusCode()).as("asks nobody").isEqualTo(200);
        assertThat(agent.get("/v2/models/stats").statusCode()).isEqualTo(401);
    }

    @Test
    void theMetricsPortTellsProbesWithoutACertificate() throws Exception {
        try (HttpClient kubelet =
                HttpClient.newBuilder().sslContext(certificates.client(null)).build()) {
            assertThat(probe(kubelet, "/livez")).isEqualTo(200);
            assertThat(probe(kubelet, "/readyz")).isEqualTo(200);
            assertThat(probe(kubelet, "/nothing")).isEqualTo(404);
            agent.agent().ready(false);
            assertThat(probe(kubelet, "/readyz")).isEqualTo(503);
            assertThat(probe(kubelet, "/livez")).isEqualTo(200);
        } finally {
            agent.agent().ready(true);
        }
    }

    private static int probe(HttpClient kubelet, String path) throws Exception {
        URI uri = URI.create("https://127.0.0.1:" + agent.endpoints().metricsPort() + path);
        return kubelet.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void requestsAreForwardedWithTheirTokenOverMutualTls() throws Exception {
        for (int i = 0; i < 30; i++) {
            assertThat(agent.post(INFER, BODY, "Authorization", "Bearer " + site)
                            .statusCode())
                    .isEqualTo(200);
        }
        ManagedChannel channel = channel();
        try {
            var stub = stub(channel, site);
            for (int i = 0; i < 30; i++) {
                assertThat(stub.modelInfer(request()).getOutputsCount()).isEqualTo(1);
            }
        } finally {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
        assertThat(other.metrics()).contains("code=\"200\"");
    }

    @Test
    void grpcAsksTheSame() throws Exception {
        ManagedChannel channel = channel();
        try {
            assertThat(status(() -> stub(channel, null).modelInfer(request()))).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(status(() -> stub(channel, elsewhere).modelInfer(request())))
                    .isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(stub(channel, elsewhere)
                            .repositoryIndex(RepositoryIndexRequest.getDefaultInstance())
                            .getModelsCount())
                    .isZero();
        } finally {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void clientsWithoutACertificateAreTurnedAway() throws Exception {
        try (HttpClient bare =
                HttpClient.newBuilder().sslContext(certificates.client(null)).build()) {
            var request = java.net.http.HttpRequest.newBuilder(java.net.URI.create(
                            "https://127.0.0.1:" + agent.endpoints().httpPort() + "/v2"))
                    .build();
            assertThatThrownBy(() -> bare.send(request, java.net.http.HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOfAny(SSLException.class, IOException.class);
        }
    }

    @Test
    void aNewCertificateIsShownToNewConnectionsWithoutARestart() throws Exception {
        Certificate before = shown();
        certificates.issue("agent");
        Files.setLastModifiedTime(
                certificates.certificate("agent"), FileTime.from(Instant.now().plusSeconds(5)));
        tls.reloadIfChanged();
        assertThat(shown()).isNotEqualTo(before);
        assertThat(agent.get("/v2").statusCode()).isEqualTo(200);
        Files.writeString(certificates.certificate("agent"), "broken");
        Files.setLastModifiedTime(
                certificates.certificate("agent"), FileTime.from(Instant.now().plusSeconds(10)));
        tls.reloadIfChanged();
        assertThat(shown()).as("a broken file changes nothing").isNotEqualTo(before);
    }

    private static Certificate shown() throws Exception {
        try (SSLSocket socket = (SSLSocket) certificates
                .client("client")
                .getSocketFactory()
                .createSocket("127.0.0.1", agent.endpoints().httpPort())) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static ManagedChannel channel() throws IOException {
        return NettyChannelBuilder.forAddress(
                        "127.0.0.1",
                        agent.endpoints().grpcPort(),
                        TlsChannelCredentials.newBuilder()
                                .keyManager(
                                        certificates.certificate("client").toFile(),
                                        certificates.key("client").toFile())
                                .trustManager(certificates.authority().toFile())
                                .build())
                .build();
    }

    private static GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub(
            ManagedChannel channel, String token) {
        Metadata headers = new Metadata();
        if (token != null) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        }
        return GRPCInferenceServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static Status.Code status(Runnable call) {
        StatusRuntimeException error = catchThrowableOfType(StatusRuntimeException.class, call::run);
        return error.getStatus().getCode();
    }

    private static ModelInferRequest request() {
        return ModelInferRequest.newBuilder()
                .setModelName("site.cam")
                .addInputs(ModelInferRequest.InferInputTensor.newBuilder()
                        .setName("input")
                        .setDatatype("UINT8")
                        .addShape(2))
                .addRawInputContents(ByteString.copyFrom(new byte[2]))
                .build();
    }

    private static String token(RsaJsonWebKey key, String subject) throws Exception {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(subject);
        claims.setAudience(List.of("millrace"));
        claims.setExpirationTimeMinutesInTheFuture(10);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        return signature.getCompactSerialization();
    }
}
