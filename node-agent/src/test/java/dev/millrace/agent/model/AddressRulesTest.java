package dev.millrace.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private static final AddressRules EVERYTHING =
            new AddressRules(List.of(AddressRange.parse("0.0.0.0/0"), AddressRange.parse("::/0")), false, Set.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "::1",
                "0.0.0.0",
                "::",
                "0.1.2.3",
                "169.254.169.254",
                "169.254.0.1",
                "fe80::1",
                "224.0.0.1",
                "239.255.255.255",
                "ff02::1",
                "255.255.255.255",
                "240.0.0.1",
                "fd00:ec2::254",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "::169.254.169.254",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::1"
            })
    void neverASourceWhateverIsAllowed(String address) throws UnknownHostException {
        assertThat(EVERYTHING.refusal(InetAddress.getByName(address))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "fd12::1",
                "fec0::1",
                "64:ff9b::a00:1",
                "2002:c0a8:101::"
            })
    void privateAddressesOnlyWhereAllowed(String address) throws UnknownHostException {
        assertThat(AddressRules.STRICT.refusal(InetAddress.getByName(address))).isPresent();
        assertThat(EVERYTHING.refusal(InetAddress.getByName(address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:2800:220:1::1", "8.8.8.8"})
    void publicAddressesAlways(String address) throws UnknownHostException {
        assertThat(AddressRules.STRICT.refusal(InetAddress.getByName(address))).isEmpty();
    }

    @Test
    void theApiServerIsNoSourceEvenWithinAnAllowedRange() throws UnknownHostException {
        AddressRules rules = new AddressRules(
                List.of(AddressRange.parse("10.0.0.0/8")), false, Set.of(InetAddress.getByName("10.96.0.1")));
        assertThat(rules.refusal(InetAddress.getByName("10.96.0.1"))).isPresent();
        assertThat(rules.refusal(InetAddress.getByName("10.96.0.2"))).isEmpty();
    }

    @Test
    void loopbackIsForTestsThatSaySo() throws UnknownHostException {
        AddressRules rules = new AddressRules(List.of(), true, Set.of());
        assertThat(rules.refusal(InetAddress.getByName("127.0.0.1"))).isEmpty();
        assertThat(rules.refusal(InetAddress.getByName("169.254.169.254"))).isPresent();
    }

    @Test
    void rangesAreAddressesAndNoNames() {
        assertThat(AddressRange.parse("10.1.2.3")).isEqualTo(AddressRange.parse("10.1.2.3/32"));
        for (String wrong : List.of("localhost/8", "10.0.0.0/33", "10.0.0.0/", "", "10.0.0.0/-1", "::/129")) {
            assertThatThrownBy(() -> AddressRange.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Maybe");
        }
    }
}
