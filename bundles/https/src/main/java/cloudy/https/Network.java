// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of addresses, written {@code 10.0.0.0/8}.
 *
 * @param address the first one
 * @param bits how many bits at the front all of them have in common
 */
record Network(InetAddress address, int bits) {

    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    static final String IPV4 = BYTE + "(?:\\." + BYTE + "){3}";

    /** What could be IPv6; Java has the last word, and never looks it up. */
    static final String IPV6 = "(?=.*:.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}";

    static final String ADDRESS = "(?:" + IPV4 + '|' + IPV6 + ')';

    static final String PATTERN =
            "(?:" + IPV4 + "(?:/(?:3[0-2]|[12]?[0-9]))?|" + IPV6 + "(?:/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))?)";

    static final Texts SENTENCE = Texts.of(
            "ha de ser una xarxa IP com ara 10.0.0.0/8 o fd00::/8",
            "debe ser una red IP como 10.0.0.0/8 o fd00::/8",
            "must be an IP network such as 10.0.0.0/8 or fd00::/8");

    /** Ranges that never belong to a stranger on the internet; guifi.net lives in the first. */
    static final List<String> PRIVATE = List.of(
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "100.64.0.0/10",
            "fc00::/7",
            "fe80::/10");

    private static final Pattern FORM = Pattern.compile(PATTERN);
    private static final Pattern LITERAL = Pattern.compile(ADDRESS);

    /** Reads a network; a mere address is the network of that one. */
    static Network parse(String field, String text) {
        if (!FORM.matcher(text).matches()) {
            throw new InvalidFieldException(field, SENTENCE, text);
        }
        int slash = text.indexOf('/');
        InetAddress address = literal(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new InvalidFieldException(field, SENTENCE, text));
        int all = address.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
        if (bits > all) {
            throw new InvalidFieldException(field, SENTENCE, text);
        }
        return new Network(address, bits);
    }

    /** An address written in numbers, without any look-up. */
    static Optional<InetAddress> literal(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] its = other.getAddress();
        int whole = bits / Byte.SIZE;
        if (mine.length != its.length || !Arrays.equals(mine, 0, whole, its, 0, whole)) {
            return false;
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || (mine[whole] ^ its[whole]) >> (Byte.SIZE - rest) == 0;
    }

    /** The bits that all addresses have in common, set in as many bytes as an address has. */
    byte[] mask() {
        byte[] mask = new byte[address.getAddress().length];
        for (int bit = 0; bit < bits; bit++) {
            mask[bit / Byte.SIZE] |= (byte) (0x80 >> bit % Byte.SIZE);
        }
        return mask;
    }
}
