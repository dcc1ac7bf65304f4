// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** The names of a node, as the tests want them. */
final class Fakes {

    static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");

    private Fakes() {}

    static InetAddress ip(String text) {
        return Network.literal(text).orElseThrow();
    }

    static Names names(String... addresses) {
        var all = new HashSet<InetAddress>();
        for (String address : addresses) {
            all.add(ip(address));
        }
        return new Names(Set.of("roof", "roof.local", "roof.guifi.local", "localhost"), all);
    }

    static Certificates certificates(Path data) throws GeneralSecurityException {
        return new Certificates(
                new OwnCertificate(data, () -> "roof", () -> names("127.0.0.1", "::1"), Clock.systemUTC()),
                certificate -> {});
    }
}
