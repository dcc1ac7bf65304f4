// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.access.Caller;
import cloudy.api.access.Caller.Proof;
import cloudy.api.access.Role;
import java.util.Optional;
import java.util.Set;

/**
 * What stands for the set-up code where there is no admin yet and none is to be made: whoever has it brings a backup of a
 * lost node, and has it put in place. In memory only; it dies with the first admin, and the next one takes its place.
 */
final class SetupToken {

    private static final Caller OWNER =
            new Caller("set-up", Role.ADMIN, Proof.TOKEN, Set.of("backups:read", "backups:write", "jobs:read"));

    private volatile Optional<String> hash = Optional.empty();

    String make() {
        String text = "cloudy_setup_" + Secret.hex(32);
        hash = Optional.of(Secret.sha256(text));
        return text;
    }

    Optional<Caller> use(String text) {
        String shown = Secret.sha256(text);
        return hash.filter(made -> Secret.equal(made, shown)).map(made -> OWNER);
    }

    void die() {
        hash = Optional.empty();
    }
}
