// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The facts that travel with an offer or an announcement, in their order: what a DNS-SD TXT record holds (RFC 6763, 6).
 *
 * <p>Immutable. Nothing is refused here, because the same type carries what strangers announce; {@link Offer} is
 * strict, {@link cloudy.api.network.Announcement} bounds.
 */
public record Txt(List<Pair> pairs) {

    /** No facts at all. */
    public static final Txt EMPTY = new Txt(List.of());

    /**
     * A key with a value, with an empty value ({@code "key="}), or without one ({@code "key"}, and any bare text).
     *
     * @param key compared without regard to case, kept as given
     */
    public record Pair(String key, Optional<String> value) {

        /** Reads {@code key=value}, {@code key=} or {@code key}. */
        public static Pair parse(String text) {
            int equals = text.indexOf('=');
            return equals < 0
                    ? new Pair(text, Optional.empty())
                    : new Pair(text.substring(0, equals), Optional.of(text.substring(equals + 1)));
        }

        /** The pair as TXT records and {@code avahi-ps} write it. */
        @Override
        public String toString() {
            return value.map(text -> key + '=' + text).orElse(key);
        }
    }

    public Txt {
        pairs = List.copyOf(pairs);
    }

    /** The pairs of a map, in the order of its iteration. */
    public static Txt of(Map<String, String> pairs) {
        return new Txt(pairs.entrySet().stream()
                .map(entry -> new Pair(entry.getKey(), Optional.of(entry.getValue())))
                .toList());
    }

    /** Reads the form of the {@code avahi-ps} command, {@code a=1&b=2}; empty parts are skipped. */
    public static Txt parse(String text) {
        return new Txt(Arrays.stream(text.split("&", -1))
                .filter(part -> !part.isEmpty())
                .map(Pair::parse)
                .toList());
    }

    /** The value of the first pair with this key; empty when there is none or it has no value. */
    public Optional<String> get(String key) {
        return pairs.stream()
                .filter(pair -> pair.key().equalsIgnoreCase(key))
                .findFirst()
                .flatMap(Pair::value);
    }

    /** These facts with one changed in place, or added at the end. */
    public Txt with(String key, String value) {
        var changed = new ArrayList<>(pairs);
        var pair = new Pair(key, Optional.of(value));
        for (int i = 0; i < changed.size(); i++) {
            if (changed.get(i).key().equalsIgnoreCase(key)) {
                changed.set(i, pair);
                return new Txt(changed);
            }
        }
        changed.add(pair);
        return new Txt(changed);
    }

    /** These facts, changed and completed by others. */
    public Txt with(Txt others) {
        Txt all = this;
        for (Pair pair : others.pairs()) {
            all = pair.value().isPresent() ? all.with(pair.key(), pair.value().get()) : all.withBare(pair);
        }
        return all;
    }

    private Txt withBare(Pair bare) {
        if (pairs.stream().anyMatch(pair -> pair.key().equalsIgnoreCase(bare.key()))) {
            return this;
        }
        var longer = new ArrayList<>(pairs);
        longer.add(bare);
        return new Txt(longer);
    }

    /** The size on the wire in bytes: each pair in UTF-8 and one byte for its length. */
    public int size() {
        return pairs.stream()
                .mapToInt(pair -> 1 + Text.utf8Length(pair.toString()))
                .sum();
    }

    /** The form of the {@code avahi-ps} command, {@code a=1&b=2}. */
    @Override
    public String toString() {
        return pairs.stream().map(Pair::toString).collect(Collectors.joining("&"));
    }
}
