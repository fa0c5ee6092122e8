package dev.millrace.agent.model;

import dev.millrace.agent.runtime.LoadException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Credentials of a Secret as HTTP wants them: {@code token}, or {@code username} and {@code password}. */
final class Authorization {
    private Authorization() {}

    /** The header for that URI. */
    static Optional<String> header(Map<String, String> secret, URI uri) throws LoadException {
        Optional<String> header = Optional.ofNullable(secret.get("token"))
                .map(token -> "Bearer " + token)
                .or(() -> basic(secret));
        if (header.isPresent() && !uri.getScheme().equalsIgnoreCase("https") && !Loopback.host(uri.getHost())) {
            throw new LoadException(
                    "InsecureCredentials", "credentials are not sent to " + uri.getHost() + " over http; Maybe https");
        }
        return header;
    }

    static Optional<String> basic(Map<String, String> secret) {
        String user = secret.get("username");
        String password = secret.get("password");
        if (user == null || password == null) {
            return Optional.empty();
        }
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
    }
}
