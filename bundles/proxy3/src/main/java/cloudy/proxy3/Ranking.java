// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * In which order proxies are used: the nearest that works first. It stays the first while it works, unless another is
 * nearer by much, and has been for a while: a connection that goes through a proxy does not survive a change.
 * Safe for use by many threads.
 */
final class Ranking {

    private static final int FAILURES = 2;
    private static final int ROUNDS = 3;
    private static final double MUCH = 0.7;
    private static final double MILLIS = 2;
    private static final double OLD = 0.75;

    private final Map<ProxyAddress, Seen> all = new HashMap<>();
    private Optional<ProxyAddress> first = Optional.empty();
    private Optional<ProxyAddress> rival = Optional.empty();
    private int rounds;

    private static final class Seen {

        private boolean up;
        private int failures;
        private double millis;
    }

    /** How a proxy was found: how far it is, or empty when it did not answer as one. */
    synchronized void found(ProxyAddress proxy, OptionalDouble distance) {
        boolean known = all.containsKey(proxy);
        Seen seen = all.computeIfAbsent(proxy, none -> new Seen());
        if (distance.isEmpty()) {
            seen.failures++;
            seen.up &= seen.failures < FAILURES;
            return;
        }
        seen.millis = known && seen.millis > 0
                ? OLD * seen.millis + (1 - OLD) * distance.getAsDouble()
                : distance.getAsDouble();
        seen.failures = 0;
        seen.up = true;
    }

    /** Ends a round, after which the first one can be another; what is not among these is forgotten. */
    synchronized void settle(Collection<ProxyAddress> wanted) {
        all.keySet().retainAll(wanted);
        List<ProxyAddress> near = all.keySet().stream()
                .filter(this::isUp)
                .sorted(Comparator.comparingDouble(proxy -> all.get(proxy).millis))
                .toList();
        Optional<ProxyAddress> nearest = near.stream().findFirst();
        if (first.filter(this::isUp).isEmpty()) {
            lead(nearest);
        } else if (!nearest.equals(first) && isMuchNearer(nearest.orElseThrow(), first.get())) {
            rounds = nearest.equals(rival) ? rounds + 1 : 1;
            rival = nearest;
            if (rounds == ROUNDS) {
                lead(nearest);
            }
        } else {
            rival = Optional.empty();
            rounds = 0;
        }
    }

    private void lead(Optional<ProxyAddress> proxy) {
        first = proxy;
        rival = Optional.empty();
        rounds = 0;
    }

    private boolean isMuchNearer(ProxyAddress one, ProxyAddress other) {
        double near = all.get(one).millis;
        double far = all.get(other).millis;
        return near < far * MUCH && far - near > MILLIS;
    }

    synchronized boolean isUp(ProxyAddress proxy) {
        return all.containsKey(proxy) && all.get(proxy).up;
    }

    /** Whether it has been looked at. */
    synchronized boolean isKnown(ProxyAddress proxy) {
        return all.containsKey(proxy);
    }

    /** How far it is, where it answers. */
    synchronized OptionalDouble millis(ProxyAddress proxy) {
        return isUp(proxy) ? OptionalDouble.of(all.get(proxy).millis) : OptionalDouble.empty();
    }

    /** Those of them that work, the one to use first. */
    synchronized List<ProxyAddress> order(Collection<ProxyAddress> wanted) {
        return wanted.stream()
                .distinct()
                .filter(this::isUp)
                .sorted(Comparator.comparing((ProxyAddress proxy) -> !first.equals(Optional.of(proxy)))
                        .thenComparingDouble(proxy -> all.get(proxy).millis))
                .toList();
    }
}
