// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import cloudy.api.Audience;
import cloudy.api.Node;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A node, its names and a clock, as the tests want them. */
final class Fakes {

    static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");

    private Fakes() {}

    record FakeNode(String name, Optional<InetAddress> address) implements Node {

        @Override
        public String id() {
            return "0123456789abcdef";
        }

        @Override
        public Optional<InetAddress> address(Audience network) {
            return address;
        }

        @Override
        public byte[] publicKey() {
            return new byte[0];
        }
    }

    /** A clock that is set. */
    static final class FakeClock extends Clock {

        private Instant now = NOW;

        void set(Instant instant) {
            now = instant;
        }

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

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
