// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.Name;

/**
 * A zone in the form of a master file. Everything in it is a name, an address or a number that was one before it came
 * here, so no value can begin a line or a directive of its own.
 *
 * @param server the name server that the SOA names
 * @param contact who looks after it, as the SOA has it
 * @param lines one record each, without a line end
 */
record ZoneText(Name origin, Name server, Name contact, Timers timers, List<String> lines) {

    /** The digits of a serial number: its place in the file has a fixed width, so that it can be filled in last. */
    static final int SERIAL_WIDTH = 10;

    /** How long others keep what they were told, in seconds. */
    record Timers(int ttl, int refresh, int retry, int expire, int minimum) {

        /** guifi.net's own for its domains. */
        static final Timers DOMAIN = new Timers(7_200, 43_200, 7_200, 1_209_600, 7_200);

        /** guifi.net's own for the names of devices. */
        static final Timers DEVICES = new Timers(86_400, 21_600, 3_600, 604_800, 3_600);
    }

    ZoneText {
        lines = List.copyOf(lines);
    }

    /** The first lines up to the serial number. */
    static String before(Name origin, Name server, Name contact, Timers timers) {
        return "$TTL " + timers.ttl() + '\n' + origin + " IN SOA " + server + ' ' + contact + ' ';
    }

    /** The rest of the SOA, after the serial number. */
    static String after(Timers timers) {
        return " " + timers.refresh() + ' ' + timers.retry() + ' ' + timers.expire() + ' ' + timers.minimum() + '\n';
    }

    /** A serial number in its fixed width. */
    static String serial(long serial) {
        return String.format(Locale.ROOT, "%0" + SERIAL_WIDTH + "d", serial);
    }

    /** Names all that is in the file but for the serial number. */
    String digest() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((before(origin, server, contact, timers) + after(timers)).getBytes(US_ASCII));
            lines.forEach(line -> digest.update((line + '\n').getBytes(US_ASCII)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** The whole file. */
    String file(long serial) {
        var text = new StringBuilder(before(origin, server, contact, timers))
                .append(serial(serial))
                .append(after(timers));
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
