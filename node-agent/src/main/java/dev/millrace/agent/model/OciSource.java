package dev.millrace.agent.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.agent.runtime.LoadException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Artefacts of OCI registries (distribution specification 1.1): the only layer, or the one whose title ends with the format.
 * The Secret holds {@code username} and {@code password}, or a {@code .dockerconfigjson}.
 */
final class OciSource implements RemoteSource {
    private static final String MANIFESTS =
            "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json";
    private static final String TITLE = "org.opencontainers.image.title";
    private static final int MANIFEST_BYTES = 4 << 20;
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]*)\"");
    private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");

    private final GuardedClient client;
    private final ObjectMapper json = new ObjectMapper();

    OciSource(GuardedClient client) {
        this.client = client;
    }

    @Override
    public Request locate(URI uri, Artefact artefact, Map<String, String> secret) throws IOException, LoadException {
        OciReference reference = OciReference.parse(artefact.uri());
        Optional<String> basic = credentials(reference, secret);
        URI manifest = URI.create(reference.base() + "/manifests/" + reference.reference());
        Request request = new Request(manifest, Map.of("Accept", MANIFESTS), null);
        byte[] body;
        try (GuardedClient.Answer first = client.get(request)) {
            body = first.status() == OK ? read(first) : null;
            if (first.status() == UNAUTHORIZED) {
                request = request.with("Authorization", challenge(first, reference, basic));
            } else if (body == null) {
                throw new LoadException("FetchFailed", artefact.uri() + " answers status " + first.status());
            }
        }
        if (body == null) {
            try (GuardedClient.Answer second = client.get(request)) {
                if (second.status() != OK) {
                    throw new LoadException("FetchFailed", artefact.uri() + " answers status " + second.status());
                }
                body = read(second);
            }
        }
        verify(reference, body);
        String digest = layer(artefact, json.readTree(body));
        Map<String, String> headers = new HashMap<>();
        Optional.ofNullable(request.headers().get("Authorization"))
                .ifPresent(value -> headers.put("Authorization", value));
        return new Request(URI.create(reference.base() + "/blobs/sha256:" + digest), headers, digest);
    }

    private static byte[] read(GuardedClient.Answer answer) throws IOException {
        byte[] body = answer.body().readNBytes(MANIFEST_BYTES + 1);
        if (body.length > MANIFEST_BYTES) {
            throw new IOException("the registry answers more than a manifest may have");
        }
        return body;
    }

    private static void verify(OciReference reference, byte[] manifest) throws LoadException {
        String expected = reference.reference();
        if (expected.startsWith("sha256:") && !expected.equals("sha256:" + Digests.of(manifest))) {
            throw new LoadException("DigestMismatch", "the manifest is not " + expected);
        }
    }

    private static String layer(Artefact artefact, JsonNode manifest) throws LoadException {
        List<JsonNode> fitting = new ArrayList<>();
        manifest.path("layers").forEach(layer -> {
            if (layer.path("annotations").path(TITLE).asText().endsWith("." + artefact.format())) {
                fitting.add(layer);
            }
        });
        JsonNode only = fitting.size() == 1
                ? fitting.getFirst()
                : manifest.path("layers").size() == 1 ? manifest.at("/layers/0") : null;
        if (only == null) {
            throw new LoadException(
                    "BadArtefact",
                    artefact.uri() + " has " + manifest.path("layers").size() + " layers, " + fitting.size()
                            + " of them named *." + artefact.format());
        }
        Matcher digest = DIGEST.matcher(only.path("digest").asText());
        if (!digest.matches()) {
            throw new LoadException("BadArtefact", artefact.uri() + " has a layer without a SHA-256");
        }
        return digest.group(1);
    }

    /** What to send after a 401: the same credentials, or a token that they buy. */
    private String challenge(GuardedClient.Answer answer, OciReference reference, Optional<String> basic)
            throws IOException, LoadException {
        String challenge = answer.header("WWW-Authenticate").orElse("");
        if (!challenge.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return basic.orElseThrow(() -> denied(reference));
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(challenge);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2));
        }
        String realm = parameters.getOrDefault("realm", "");
        if (reference.base().startsWith("https:") && !realm.startsWith("https://")) {
            throw new LoadException("InsecureCredentials", "the registry asks for tokens to be had at '" + realm + "'");
        }
        String query = "service=" + encoded(parameters.get("service")) + "&scope="
                + encoded("repository:" + reference.repository() + ":pull");
        Request request = new Request(
                URI.create(realm + (realm.contains("?") ? "&" : "?") + query),
                basic.map(value -> Map.of("Authorization", value)).orElse(Map.of()),
                null);
        try (GuardedClient.Answer token = client.get(request)) {
            if (token.status() != OK) {
                throw denied(reference);
            }
            JsonNode body = json.readTree(read(token));
            String value = body.path("token").asText(body.path("access_token").asText(""));
            return "Bearer " + value;
        }
    }

    private Optional<String> credentials(OciReference reference, Map<String, String> secret) throws IOException {
        String docker = secret.get(".dockerconfigjson");
        if (docker == null) {
            return Authorization.basic(secret);
        }
        JsonNode entry = json.readTree(docker).path("auths").path(reference.registry());
        return entry.hasNonNull("auth")
                ? Optional.of("Basic " + entry.get("auth").asText())
                : Authorization.basic(Map.of(
                        "username", entry.path("username").asText(),
                        "password", entry.path("password").asText()));
    }

    private static LoadException denied(OciReference reference) {
        return new LoadException(
                "CredentialsMissing",
                reference.registry() + " refuses " + reference.repository() + "; Maybe name a credentialsSecretRef");
    }

    private static String encoded(@Nullable String value) {
        return URLEncoder.encode(value == null ? "" : value, StandardCharsets.UTF_8);
    }
}
