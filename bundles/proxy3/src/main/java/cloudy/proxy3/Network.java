// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A range of addresses, written from numbers.
 *
 * @param address its first one
 * @param prefix how many bits all of them share
 */
record Network(InetAddress address, int prefix) {

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
    private static final Texts NO_NETWORK = Texts.of(
            "han de ser xarxes, com ara 192.168.1.0/24",
            "deben ser redes, como 192.168.1.0/24",
            "must be networks, such as 192.168.1.0/24");

    Network {
        byte[] bytes = address.getAddress();
        if (prefix < 0 || prefix > bytes.length * 8) {
            throw new IllegalArgumentException("no network has " + prefix + " bits");
        }
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        address = of(bytes);
    }

    /** Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address; never asks for a name. */
    static Network parse(String field, String text) {
        int slash = text.indexOf('/');
        String bits = slash < 0 ? "" : text.substring(slash + 1);
        InetAddress first = numbers(slash < 0 ? text : text.substring(0, slash));
        if (first == null || (slash >= 0 && !bits.matches("[0-9]{1,3}"))) {
            throw new InvalidFieldException(field, NO_NETWORK, text);
        }
        int most = first.getAddress().length * 8;
        int prefix = slash < 0 ? most : Integer.parseInt(bits);
        if (prefix > most) {
            throw new InvalidFieldException(field, NO_NETWORK, text);
        }
        return new Network(first, prefix);
    }

    /** An address that is written in numbers, and null for anything else: a name is never looked up. */
    static InetAddress numbers(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return null;
        }
        if (text.indexOf(':') < 0 && Arrays.stream(text.split("\\.")).anyMatch(part -> Integer.parseInt(part) > 255)) {
            return null;
        }
        try {
            // Brackets keep what is no address from being taken for a name.
            return InetAddress.getByName(text.indexOf(':') < 0 ? text : '[' + text + ']');
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** A range of one. */
    static Network only(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new Network(of(bytes), bytes.length * 8);
    }

    static List<Network> all(String... texts) {
        return Arrays.stream(texts).map(text -> parse("network", text)).toList();
    }

    boolean contains(InetAddress other) {
        return contains(only(other));
    }

    boolean contains(Network other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.address.getAddress();
        if (mine.length != theirs.length || other.prefix < prefix) {
            return false;
        }
        return new Network(other.address, prefix).address.equals(address);
    }

    /** What remains of ranges when others are taken out of them. */
    static List<Network> without(List<Network> ranges, List<Network> holes) {
        List<Network> left = new ArrayList<>();
        ranges.forEach(range -> range.leave(holes, left));
        return left;
    }

    private void leave(List<Network> holes, List<Network> left) {
        if (holes.stream().anyMatch(hole -> hole.contains(this))) {
            return;
        }
        if (holes.stream().noneMatch(this::contains)) {
            left.add(this);
            return;
        }
        byte[] upper = address.getAddress();
        upper[prefix / 8] |= (byte) (0x80 >> prefix % 8);
        new Network(address, prefix + 1).leave(holes, left);
        new Network(of(upper), prefix + 1).leave(holes, left);
    }

    private static InetAddress of(byte[] bytes) {
        try {
            // Without the name of a link.
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public String toString() {
        return address.getHostAddress() + '/' + prefix;
    }
}
