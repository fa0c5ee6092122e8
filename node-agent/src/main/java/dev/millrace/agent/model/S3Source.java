package dev.millrace.agent.model;

import dev.millrace.agent.runtime.LoadException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Objects of S3 and of what speaks like it: {@code s3://BUCKET/KEY}. The Secret holds {@code AWS_ACCESS_KEY_ID} and
 * {@code AWS_SECRET_ACCESS_KEY}, and may hold {@code AWS_SESSION_TOKEN}, {@code AWS_REGION} and {@code AWS_ENDPOINT_URL};
 * without it requests are not signed. With an endpoint the bucket is part of the path, as every such server understands.
 */
final class S3Source implements RemoteSource {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,32}");
    private static final String DEFAULT_REGION = "us-east-1";

    private final @Nullable URI endpoint;
    private final @Nullable String region;

    /**
     * @param endpoint of the server that Secrets without one mean, or null for Amazon's
     * @param region likewise, or null for us-east-1
     */
    S3Source(@Nullable URI endpoint, @Nullable String region) {
        this.endpoint = endpoint;
        this.region = region;
    }

    @Override
    public Request locate(URI uri, Artefact artefact, Map<String, String> secret) throws LoadException {
        String bucket = String.valueOf(uri.getAuthority());
        String key = uri.getPath() == null ? "" : uri.getPath();
        if (!BUCKET.matcher(bucket).matches() || key.length() < 2) {
            throw new LoadException("BadUri", "'" + uri + "' is not s3://BUCKET/KEY");
        }
        String where = secret.getOrDefault("AWS_REGION", region == null ? DEFAULT_REGION : region);
        if (!REGION.matcher(where).matches()) {
            throw new LoadException("BadUri", "'" + where + "' is not a region");
        }
        String path = Arrays.stream(key.substring(1).split("/", -1))
                .map(S3Source::encoded)
                .collect(Collectors.joining("/"));
        String named = secret.get("AWS_ENDPOINT_URL");
        String server = named != null ? named : endpoint == null ? null : endpoint.toString();
        URI object;
        try {
            object = server == null
                    ? URI.create("https://" + bucket + ".s3." + where + ".amazonaws.com/" + path)
                    : URI.create(server.replaceAll("/+$", "") + "/" + bucket + "/" + path);
        } catch (IllegalArgumentException e) {
            throw new LoadException("BadUri", "'" + server + "' is not the address of an S3 server", e);
        }
        return new Request(object, signed(object, where, secret), null);
    }

    private static Map<String, String> signed(URI object, String region, Map<String, String> secret) {
        String id = secret.get("AWS_ACCESS_KEY_ID");
        String key = secret.get("AWS_SECRET_ACCESS_KEY");
        if (id == null || key == null) {
            return Map.of();
        }
        String session = secret.get("AWS_SESSION_TOKEN");
        AwsCredentialsIdentity identity = session == null
                ? AwsCredentialsIdentity.create(id, key)
                : AwsSessionCredentialsIdentity.create(id, key, session);
        SdkHttpRequest plain = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(object)
                .build();
        SdkHttpRequest request = AwsV4HttpSigner.create()
                .sign(signing -> signing.identity(identity)
                        .request(plain)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        // S3 signs keys as they are written.
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request();
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) {
                headers.put(name, values.getFirst());
            }
        });
        return headers;
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
