package dev.millrace.operator.inferenceapp;

import dev.millrace.crds.v1alpha1.AgentInfo;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an agent listens, and whether an EndpointSlice may hold it.
 *
 * @param host IP address or DNS name
 */
record AgentAddress(
        String host,
        Kind kind,
        @Nullable Integer httpPort,
        @Nullable Integer grpcPort) {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** Kinds of address; the names are those of EndpointSlice's {@code addressType}. */
    enum Kind {
        IPv4,
        IPv6,
        FQDN
    }

    /** The address of that agent; empty while it has not reported one. */
    static Optional<AgentAddress> of(@Nullable AgentInfo agent) {
        if (agent == null || agent.address() == null || agent.address().isEmpty()) {
            return Optional.empty();
        }
        String host = agent.address();
        Kind kind = IPV4.matcher(host).matches() ? Kind.IPv4 : host.contains(":") ? Kind.IPv6 : Kind.FQDN;
        return Optional.of(new AgentAddress(host, kind, agent.httpPort(), agent.grpcPort()));
    }

    /** Loopback and link-local addresses are refused by the API server, and kube-proxy leads to IP addresses only. */
    boolean fitsSlice() {
        return switch (kind) {
            case IPv4 -> !host.startsWith("127.") && !host.startsWith("169.254.");
            case IPv6 -> !host.equals("::1") && !host.toLowerCase(Locale.ROOT).startsWith("fe80:");
            case FQDN -> false;
        };
    }

    /** Base URL of its REST interface. */
    String url() {
        String bracketed = kind == Kind.IPv6 ? "[" + host + "]" : host;
        return "http://" + bracketed + ":" + (httpPort == null ? AppService.HTTP_PORT : httpPort);
    }
}
