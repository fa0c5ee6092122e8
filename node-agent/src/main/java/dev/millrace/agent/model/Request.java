package dev.millrace.agent.model;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a file is to be had.
 *
 * @param headers sent to that origin only, not to one that it redirects to
 * @param sha256 digest that the source itself gives, or null
 */
record Request(
        URI uri, Map<String, String> headers, @Nullable String sha256) {
    Request with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Request(uri, more, sha256);
    }
}
