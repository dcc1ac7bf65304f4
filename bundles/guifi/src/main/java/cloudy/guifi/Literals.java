// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Addresses and names in the texts of strangers. Nothing is looked up. */
final class Literals {

    private static final int MAX_IPV6 = 39;
    private static final int MAX_LISTED = 64;

    private Literals() {}

    /** An address in four plain numbers. */
    static Optional<Inet4Address> ipv4(String text) {
        var bytes = new byte[4];
        int part = 0;
        int digits = 0;
        int number = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c == '.') {
                if (digits == 0 || part == 4) {
                    return Optional.empty();
                }
                bytes[part++] = (byte) number;
                digits = 0;
                number = 0;
            } else if (c >= '0' && c <= '9' && digits < 3) {
                number = 10 * number + (c - '0');
                digits++;
                if (number > 255) {
                    return Optional.empty();
                }
            } else {
                return Optional.empty();
            }
        }
        return part == 4 ? Optional.of((Inet4Address) address(bytes)) : Optional.empty();
    }

    /** An address of IPv6, without a zone. */
    static Optional<Inet6Address> ipv6(String text) {
        if (text.length() > MAX_IPV6 || text.indexOf(':') < 0 || !text.matches("[0-9A-Fa-f:.]+")) {
            return Optional.empty();
        }
        try {
            // With a colon in it, it is an address or nothing, and no name is looked up.
            return InetAddress.getByName(text) instanceof Inet6Address found ? Optional.of(found) : Optional.empty();
        } catch (UnknownHostException none) {
            return Optional.empty();
        }
    }

    /** The addresses in a list; what is none is left out. */
    static List<InetAddress> addresses(String list) {
        var found = new ArrayList<InetAddress>();
        for (String one : words(list)) {
            ipv4(one).<InetAddress>map(address -> address).or(() -> ipv6(one)).ifPresent(found::add);
        }
        return found;
    }

    /** The first words of a list with commas, semicolons or blanks between them. */
    static List<String> words(String list) {
        var words = new ArrayList<String>();
        for (String word : list.split("[,;\\s]+", MAX_LISTED + 1)) {
            if (!word.isEmpty() && words.size() < MAX_LISTED) {
                words.add(word);
            }
        }
        return words;
    }

    /** A name as it came, where it is one line of printable ASCII. */
    static Optional<String> name(String text, int most) {
        return !text.isEmpty() && text.length() <= most && isPrintable(text) ? Optional.of(text) : Optional.empty();
    }

    /** A text for people in printable ASCII: letters lose their accents, and what is left over becomes {@code ?}. */
    static String ascii(String text, int most) {
        String cut = text.length() > most ? text.substring(0, most) : text;
        if (isPrintable(cut)) {
            return cut;
        }
        String plain = Normalizer.normalize(cut, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^ -~]", "?");
        return plain.length() > most ? plain.substring(0, most) : plain;
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
