package dev.millrace.agent.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses models may be fetched from. Whoever may write an InferenceModel chooses a URI; the agent that follows it
 * stands inside the site's network, so what only insiders reach is refused unless the administrator has allowed it.
 *
 * @param allowed private ranges that may be used
 * @param loopback whether this machine itself may be a source: for tests and demonstrations
 * @param apiServer addresses of the cluster's API server, never a source
 */
public record AddressRules(List<AddressRange> allowed, boolean loopback, Set<InetAddress> apiServer) {
    /** Public addresses only. */
    public static final AddressRules STRICT = new AddressRules(List.of(), false, Set.of());

    /** Not covered by what {@link InetAddress} calls link-local or multicast: "this network", reserved, and metadata. */
    private static final List<AddressRange> NEVER = ranges(
            "0.0.0.0/8",
            "240.0.0.0/4",
            "169.254.0.0/16",
            "fe80::/10",
            // Metadata and host services of clouds outside the link-local range: AWS (IPv6), Alibaba, Azure, Oracle.
            "fd00:ec2::254",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.0/24");

    private static final List<AddressRange> PRIVATE = ranges(
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15", "fc00::/7", "fec0::/10");

    private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");
    private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");
    private static final AddressRange COMPATIBLE = AddressRange.parse("::/96");

    public AddressRules {
        allowed = List.copyOf(allowed);
        apiServer = Set.copyOf(apiServer);
    }

    private static List<AddressRange> ranges(String... texts) {
        return Arrays.stream(texts).map(AddressRange::parse).toList();
    }

    /** Why an address may not be connected to; empty where it may. */
    public Optional<String> refusal(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return loopback ? Optional.empty() : Optional.of("a loopback address");
        }
        if (apiServer.contains(address)) {
            return Optional.of("the API server's address");
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || within(NEVER, address)) {
            return Optional.of("a link-local, metadata, multicast or reserved address");
        }
        if (address instanceof Inet6Address six) {
            Optional<InetAddress> embedded = embedded(six);
            if (embedded.isPresent()) {
                return refusal(embedded.get());
            }
        }
        if (within(PRIVATE, address) && !within(allowed, address)) {
            return Optional.of("a private address outside the allowed ranges");
        }
        return Optional.empty();
    }

    private static boolean within(List<AddressRange> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** The IPv4 address that a translator or a tunnel would turn it into. */
    private static Optional<InetAddress> embedded(Inet6Address address) {
        byte[] bytes = address.getAddress();
        int at = NAT64.contains(address) || COMPATIBLE.contains(address) ? 12 : SIX_TO_FOUR.contains(address) ? 2 : -1;
        if (at < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + 4)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
