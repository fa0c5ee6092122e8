package dev.millrace.cli.load;

import java.net.URI;

/**
 * Where requests go.
 *
 * @param node the node whose apps it serves, or empty for every node's
 * @param url scheme, host and port of an Open Inference Protocol server
 */
public record Endpoint(String node, URI url) {
    /**
     * Reads {@code URL} or {@code NODE=URL}.
     *
     * @throws IllegalArgumentException for a URL that no request can be sent to, saying why
     */
    public static Endpoint parse(String text) {
        int equals = text.indexOf('=');
        int scheme = text.indexOf("://");
        boolean named = equals > 0 && (scheme < 0 || equals < scheme);
        String address = named ? text.substring(equals + 1) : text;
        return new Endpoint(named ? text.substring(0, equals) : "", url(address));
    }

    private static URI url(String address) {
        if (!address.matches("(?i)https?://.*")) {
            throw new IllegalArgumentException(
                    "'" + address + "' is not an http or https URL. Maybe http://127.0.0.1:8000 was meant");
        }
        URI url;
        try {
            url = URI.create(address.endsWith("/") ? address.substring(0, address.length() - 1) : address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + address + "' is not a URL: " + e.getMessage(), e);
        }
        if (url.getHost() == null || url.getPort() > 65535) {
            throw new IllegalArgumentException("'" + address + "' names no host and port a request could go to");
        }
        if (url.getQuery() != null || url.getFragment() != null || url.getUserInfo() != null) {
            throw new IllegalArgumentException("'" + address + "' must be a server's address and nothing more");
        }
        return url;
    }

    /** Whether it serves the apps of {@code name}. */
    public boolean serves(String name) {
        return node.isEmpty() || node.equals(name);
    }
}
