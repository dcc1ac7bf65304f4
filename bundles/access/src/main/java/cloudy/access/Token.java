// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.access.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A program that acts for a user.
 *
 * @param id first part of the token, and its name in lists
 * @param hash of the whole token
 * @param role the most that it may do; its user's role of the day holds too
 * @param scopes see {@link cloudy.api.access.Caller}
 */
record Token(
        String id,
        String hash,
        String name,
        String userId,
        Role role,
        Set<String> scopes,
        Instant created,
        Instant ends,
        Optional<Instant> lastUsed) {

    Token {
        scopes = Set.copyOf(scopes);
    }

    /** Sorts tokens by name. */
    String key() {
        return name + ' ' + id;
    }

    Token used(Instant now) {
        return new Token(id, hash, name, userId, role, scopes, created, ends, Optional.of(now));
    }
}
