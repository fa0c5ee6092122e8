package dev.millrace.agent.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A range of IP addresses, as in {@code 10.20.0.0/16} or {@code fd12::/16}. */
public record AddressRange(InetAddress network, int prefix) {
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F.:]+");

    /** @throws IllegalArgumentException with a sentence for the user */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            if (!LITERAL.matcher(address).matches()) {
                throw new NumberFormatException("a name is no address");
            }
            InetAddress network = InetAddress.getByName(address);
            int bits = network.getAddress().length * Byte.SIZE;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                throw new NumberFormatException("prefix " + prefix);
            }
            return new AddressRange(network, prefix);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a range of addresses. Maybe 192.168.1.0/24", e);
        }
    }

    boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != other[i]) {
                return false;
            }
        }
        int rest = prefix % Byte.SIZE;
        return rest == 0 || ((mine[whole] ^ other[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
    }
}
