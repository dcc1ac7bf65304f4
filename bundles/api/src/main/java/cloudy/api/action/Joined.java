// SPDX-License-Identifier: Apache-2.0
package cloudy.api.action;

import static java.util.Objects.requireNonNull;

import cloudy.api.Health;
import java.time.Instant;

/**
 * Something of a neighbour's that this node makes use of.
 *
 * @param key names it among those of its action
 * @param what it is, for people: {@code Photos of Maria}
 * @param health how it is, as this node finds it
 * @param since since when it is joined
 */
public record Joined(String key, String what, Health health, Instant since) {

    public Joined {
        requireNonNull(key);
        requireNonNull(what);
        requireNonNull(health);
        requireNonNull(since);
    }
}
