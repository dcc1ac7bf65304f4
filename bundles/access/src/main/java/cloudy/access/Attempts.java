// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Slows down those who guess, and nobody else.
 *
 * <p>A stranger counts against his address and against the account that he tries, so neither one address with a thousand
 * names nor a thousand addresses with one name get far. Who has been let in before, by the same browser or from the same
 * address, and who is on the node itself, counts against a bucket of his own, which no stranger can fill. All is
 * bounded, and says nothing about which names exist.
 */
final class Attempts {

    private static final int ACCOUNTS = 1_024;
    private static final int MAX_ADDRESSES = 4_096;
    private static final int MAX_OWN = 1_024;
    private static final int MAX_KNOWN = 512;
    private static final Duration ADDRESS_DELAY = Duration.ofMinutes(15);
    private static final Duration ACCOUNT_DELAY = Duration.ofMinutes(5);
    private static final Duration OWN_DELAY = Duration.ofMinutes(1);

    private final LongSupplier clockMs;
    private final Bucket[] accounts = new Bucket[ACCOUNTS];
    private final byte[] salt = Secret.bytes(16);
    private final Map<String, Bucket> addresses = bounded(MAX_ADDRESSES);
    private final Map<String, Bucket> own = bounded(MAX_OWN);
    private final Map<String, Boolean> known = bounded(MAX_KNOWN);

    /** @param clockMs milliseconds by a clock that nobody sets */
    Attempts(LongSupplier clockMs) {
        this.clockMs = clockMs;
        long now = clockMs.getAsLong();
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts[i] = new Bucket(ACCOUNT_DELAY, now);
        }
    }

    /** Milliseconds since some moment, whatever is done to the date. */
    static long steadyMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** A try that has been counted, until it turns out to have been a right one. */
    final class Attempt {

        private final List<Bucket> buckets;
        private final boolean known;
        private final String account;
        private final String address;

        private Attempt(List<Bucket> buckets, boolean known, String account, String address) {
            this.buckets = buckets;
            this.known = known;
            this.account = account;
            this.address = address;
        }

        /** Whether it is by someone who has been let in before. */
        boolean isKnown() {
            return known;
        }

        /** It was right. */
        void succeed() {
            synchronized (Attempts.this) {
                buckets.forEach(known ? Bucket::clear : Bucket::giveBack);
                if (!account.isEmpty()) {
                    Attempts.this.known.put(account + '|' + address, true);
                }
            }
        }

        /** It did not take place. */
        void withdraw() {
            synchronized (Attempts.this) {
                buckets.forEach(Bucket::giveBack);
            }
        }
    }

    /**
     * Counts a try for an account.
     *
     * @param device a mark of this account's user that the browser has shown, and nobody can make up
     * @throws Problem 429 when it comes too soon
     */
    synchronized Attempt begin(String account, InetAddress from, Optional<String> device) {
        String address = network(from);
        Optional<String> ownKey = device.map(mark -> "device " + mark);
        if (ownKey.isEmpty() && from.isLoopbackAddress()) {
            ownKey = Optional.of("loopback " + account);
        }
        if (ownKey.isEmpty() && known.get(account + '|' + address) != null) {
            ownKey = Optional.of("address " + account + '|' + address);
        }
        List<Bucket> buckets = ownKey.map(key -> List.of(bucket(own, key, OWN_DELAY)))
                .orElseGet(() -> List.of(bucket(addresses, address, ADDRESS_DELAY), accounts[slot(account)]));
        return count(buckets, ownKey.isPresent(), account, address);
    }

    /** Counts a try for something that has no account and cannot be guessed: against the address alone. */
    synchronized Attempt begin(InetAddress from) {
        String address = network(from);
        boolean local = from.isLoopbackAddress();
        Bucket bucket = local ? bucket(own, "loopback", OWN_DELAY) : bucket(addresses, address, ADDRESS_DELAY);
        return count(List.of(bucket), local, "", address);
    }

    /** Counts a try by a user who has signed in already. */
    synchronized Attempt beginSignedIn(String account, InetAddress from) {
        return count(List.of(bucket(own, "signed in " + account, OWN_DELAY)), true, account, network(from));
    }

    private Attempt count(List<Bucket> buckets, boolean isKnown, String account, String address) {
        long now = clockMs.getAsLong();
        long wait =
                buckets.stream().mapToLong(bucket -> bucket.waitMs(now)).max().orElse(0);
        if (wait > 0) {
            long seconds = (wait + 999) / 1_000;
            throw Problem.tooMany(
                    Texts.of(
                                    "Hi ha hagut massa intents fallits; espereu %s s.",
                                    "Ha habido demasiados intentos fallidos; espere %s s.",
                                    "There were too many wrong tries; wait %s s.")
                            .with(seconds),
                    seconds);
        }
        buckets.forEach(bucket -> bucket.take(now));
        return new Attempt(buckets, isKnown, account, address);
    }

    private Bucket bucket(Map<String, Bucket> map, String key, Duration maxDelay) {
        return map.computeIfAbsent(key, added -> new Bucket(maxDelay, clockMs.getAsLong()));
    }

    // Slots, not a map: whether a name that was tried is remembered must not depend on whether it exists.
    private int slot(String account) {
        byte[] name = account.getBytes(UTF_8);
        byte[] salted = ByteBuffer.allocate(salt.length + name.length)
                .put(salt)
                .put(name)
                .array();
        return Math.floorMod(ByteBuffer.wrap(Secret.sha256(salted)).getInt(), ACCOUNTS);
    }

    /** One household has one IPv4 address, or 2^64 of IPv6. */
    private static String network(InetAddress from) {
        byte[] bytes = from.getAddress();
        return HexFormat.of().formatHex(bytes, 0, from instanceof Inet6Address ? 8 : bytes.length);
    }

    private static <V> Map<String, V> bounded(int max) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > max;
            }
        };
    }
}
