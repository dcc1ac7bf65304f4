// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.InvalidFieldException;
import cloudy.api.access.Role;
import cloudy.api.form.Texts;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A person with an account.
 *
 * @param id never given to another user, also not to a later one of the same name
 * @param epoch counts what ends all sessions: a new password, role or second factor
 */
record User(
        String id,
        String name,
        Role role,
        PasswordHash password,
        long epoch,
        Optional<SecondFactor> secondFactor,
        Instant created) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,31}");

    /** Names that lists and the audit log give to those who have no account. */
    private static final Set<String> RESERVED = Set.of("cloudy", "local", "shell", "file", "node");

    static User make(String name, Role role, PasswordHash password, Instant now) {
        requireName(name);
        return new User(Secret.hex(8), name, role, password, 1, Optional.empty(), now);
    }

    /** Refuses what cannot be a name, before anything costly is done for it. */
    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidFieldException(
                    "name",
                    Texts.of(
                            "ha de tenir d'1 a 32 de a-z, 0-9, \".\", \"_\" i \"-\", primer una lletra",
                            "debe tener de 1 a 32 de a-z, 0-9, \".\", \"_\" y \"-\", primero una letra",
                            "must be 1 to 32 of a-z, 0-9, \".\", \"_\" and \"-\", a letter first"),
                    name);
        }
        if (RESERVED.contains(name)) {
            throw new InvalidFieldException(
                    "name",
                    Texts.of(
                            "és un que fa servir el node mateix",
                            "es uno que usa el propio nodo",
                            "is one that the node uses itself"),
                    name);
        }
    }

    User withRole(Role other) {
        return new User(id, name, other, password, epoch + 1, secondFactor, created);
    }

    User withPassword(PasswordHash other) {
        return new User(id, name, role, other, epoch + 1, secondFactor, created);
    }

    /** The same password, hashed as it is done today. */
    User rehashed(PasswordHash same) {
        return new User(id, name, role, same, epoch, secondFactor, created);
    }

    /** With another second factor, or none; the sessions end. */
    User withSecondFactor(Optional<SecondFactor> other) {
        return new User(id, name, role, password, epoch + 1, other, created);
    }

    /** With a code of the second factor used up, or one that is not confirmed yet. */
    User noting(SecondFactor used) {
        return new User(id, name, role, password, epoch, Optional.of(used), created);
    }

    /** The second factor that a sign-in asks for. */
    Optional<SecondFactor> confirmed() {
        return secondFactor.filter(SecondFactor::confirmed);
    }
}
