package dev.millrace.agent.model;

import dev.millrace.agent.runtime.LoadException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;

/**
 * HTTP that goes only where it may: the rules hold for each address that is connected to, whatever name led there, and for
 * every redirect. Blocks. Thread-safe.
 */
final class GuardedClient implements AutoCloseable {
    private static final int REDIRECTS = 3;
    private static final Set<Integer> REDIRECTING = Set.of(301, 302, 303, 307, 308);
    private static final int CONNECT_SECONDS = 5;
    private static final int SILENCE_SECONDS = 30;

    /** An answer; its body has to be closed. */
    record Answer(int status, Function<String, Optional<String>> headers, InputStream body, ClassicHttpResponse raw)
            implements AutoCloseable {
        Optional<String> header(String name) {
            return headers.apply(name);
        }

        @Override
        public void close() throws IOException {
            raw.close();
        }
    }

    /** Thrown out of name resolution. */
    private static final class DeniedAddress extends UnknownHostException {
        private static final long serialVersionUID = 1;

        DeniedAddress(String message) {
            super(message);
        }
    }

    private final CloseableHttpClient client;

    GuardedClient(AddressRules rules) {
        this(rules, SSLContexts.createSystemDefault());
    }

    /** @param tls whom to trust */
    GuardedClient(AddressRules rules, SSLContext tls) {
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                        .setDnsResolver(resolver(rules))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                                .setSocketTimeout(SILENCE_SECONDS, TimeUnit.SECONDS)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(SILENCE_SECONDS, TimeUnit.SECONDS)
                        .build())
                .setUserAgent("millrace-agent")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /** Addresses given in numbers come through here as well. */
    private static DnsResolver resolver(AddressRules rules) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                InetAddress[] all = InetAddress.getAllByName(host);
                InetAddress[] permitted = Arrays.stream(all)
                        .filter(address -> rules.refusal(address).isEmpty())
                        .toArray(InetAddress[]::new);
                if (permitted.length == 0) {
                    throw new DeniedAddress(host + " is " + all[0].getHostAddress() + ", "
                            + rules.refusal(all[0]).orElse(""));
                }
                return permitted;
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    /**
     * Gets a URI, redirects followed.
     *
     * @throws LoadException where an address or a redirect is denied
     */
    Answer get(Request request) throws IOException, LoadException {
        Request next = checked(request, null);
        for (int redirects = 0; ; redirects++) {
            Answer answer = send(next);
            if (!REDIRECTING.contains(answer.status())) {
                return answer;
            }
            String location = answer.header("Location").orElse("");
            answer.close();
            if (redirects == REDIRECTS) {
                throw new LoadException(
                        "DeniedRedirect", request.uri() + " redirects more than " + REDIRECTS + " times");
            }
            next = redirected(next, location);
        }
    }

    private Answer send(Request request) throws IOException, LoadException {
        URI uri = request.uri();
        HttpGet get = new HttpGet(uri);
        request.headers().forEach(get::setHeader);
        HttpHost host = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
        try {
            ClassicHttpResponse response = client.executeOpen(host, get, null);
            return new Answer(
                    response.getCode(),
                    name -> Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue),
                    response.getEntity() == null
                            ? InputStream.nullInputStream()
                            : response.getEntity().getContent(),
                    response);
        } catch (DeniedAddress e) {
            throw new LoadException("DeniedAddress", uri + " is not to be connected to: " + e.getMessage());
        }
    }

    private static Request redirected(Request from, String location) throws LoadException {
        URI to;
        try {
            to = from.uri().resolve(location);
        } catch (IllegalArgumentException e) {
            throw new LoadException("DeniedRedirect", from.uri() + " redirects to what is no URI");
        }
        boolean same = origin(from.uri()).equals(origin(to));
        return checked(new Request(to, same ? from.headers() : Map.of(), null), from.uri());
    }

    private static Request checked(Request request, @Nullable URI from) throws LoadException {
        URI uri = request.uri();
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("https") || scheme.equals("http");
        String reason = from == null ? "BadUri" : "DeniedRedirect";
        if (!web || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new LoadException(reason, uri.getScheme() + "://" + uri.getHost() + " is not a place to fetch from");
        }
        if (from != null && "https".equalsIgnoreCase(from.getScheme()) && scheme.equals("http")) {
            throw new LoadException(reason, from + " redirects from https to http");
        }
        return request;
    }

    private static String origin(URI uri) {
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return (uri.getScheme() + "://" + uri.getHost() + ":" + port).toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
