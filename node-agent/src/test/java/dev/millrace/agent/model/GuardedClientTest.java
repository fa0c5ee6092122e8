package dev.millrace.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.millrace.agent.TestCertificates;
import dev.millrace.agent.runtime.LoadException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redirects between schemes, with a real TLS server. */
class GuardedClientTest {
    @TempDir
    private Path folder;

    @Test
    void aRedirectLeadsFromHttpToHttpsAndNeverBack() throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        certificates.issue("models");
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(certificates.client("models")));
        secure.createContext("/model", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, -1);
            }
        });
        try (ModelServer plain = new ModelServer();
                GuardedClient client =
                        new GuardedClient(new AddressRules(List.of(), true, Set.of()), certificates.client(null))) {
            secure.createContext("/back", exchange -> {
                try (exchange) {
                    exchange.getResponseHeaders().set("Location", plain.url("/model"));
                    exchange.sendResponseHeaders(302, -1);
                }
            });
            secure.start();
            String origin = "https://127.0.0.1:" + secure.getAddress().getPort();
            plain.redirect("/up", origin + "/model");
            try (GuardedClient.Answer answer = client.get(request(plain.url("/up")))) {
                assertThat(answer.status()).isEqualTo(200);
            }
            int before = plain.requests().size();
            LoadException denied =
                    catchThrowableOfType(LoadException.class, () -> client.get(request(origin + "/back")));
            assertThat(denied.reason()).isEqualTo("DeniedRedirect");
            assertThat(denied).hasMessageContaining("from https to http");
            assertThat(plain.requests()).hasSize(before);
        } finally {
            secure.stop(0);
        }
    }

    private static Request request(String uri) {
        return new Request(URI.create(uri), Map.of(), null);
    }
}
