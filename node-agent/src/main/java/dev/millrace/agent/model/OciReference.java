package dev.millrace.agent.model;

import dev.millrace.agent.runtime.LoadException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code oci://REGISTRY/REPOSITORY:TAG} or {@code …@sha256:DIGEST}, by the grammar of the distribution specification. */
record OciReference(String registry, String repository, String reference) {
    private static final Pattern PATTERN =
            Pattern.compile("oci://([A-Za-z0-9.-]+(?::[0-9]{1,5})?)/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)"
                    + "(?:@(sha256:[0-9a-f]{64})|:([A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?");

    static OciReference parse(String uri) throws LoadException {
        Matcher matcher = PATTERN.matcher(uri);
        if (!matcher.matches() || matcher.group(2).contains("//")) {
            throw new LoadException("BadUri", "'" + uri + "' is not oci://REGISTRY/REPOSITORY:TAG");
        }
        String reference = matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
        return new OciReference(matcher.group(1), matcher.group(2), reference == null ? "latest" : reference);
    }

    /** Registries on this machine speak http, as container tools have it; all others https. */
    String base() {
        String host = registry.replaceAll(":[0-9]+$", "");
        return (Loopback.host(host) ? "http://" : "https://") + registry + "/v2/" + repository;
    }
}
