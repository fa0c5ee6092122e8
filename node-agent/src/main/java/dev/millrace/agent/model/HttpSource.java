package dev.millrace.agent.model;

import dev.millrace.agent.runtime.LoadException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Files of web servers. */
final class HttpSource implements RemoteSource {
    @Override
    public Request locate(URI uri, Artefact artefact, Map<String, String> secret) throws LoadException {
        if (uri.getHost() == null) {
            throw new LoadException("BadUri", "'" + uri + "' names no host");
        }
        Optional<String> header = Authorization.header(secret, uri);
        return new Request(
                uri, header.map(value -> Map.of("Authorization", value)).orElse(Map.of()), null);
    }
}
