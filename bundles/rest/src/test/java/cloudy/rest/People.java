// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.access.Access;
import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Knows three tokens named as the roles, one that is narrowed, and the session of an operator. */
final class People implements Access {

    @Override
    public Optional<Caller> token(String token, InetAddress from) {
        return switch (token) {
            case "viewer", "operator", "admin" ->
                Optional.of(new Caller(
                        "the-" + token, Role.valueOf(token.toUpperCase(Locale.ROOT)), Caller.Proof.TOKEN, Set.of()));
            case "narrow" ->
                Optional.of(new Caller("the-narrow", Role.ADMIN, Caller.Proof.TOKEN, Set.of("shop:read", "own:write")));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Session> session(String cookie, InetAddress from) {
        return cookie.equals("biscuit")
                ? Optional.of(
                        new Session(new Caller("the-browser", Role.OPERATOR, Caller.Proof.SESSION, Set.of()), "secret"))
                : Optional.empty();
    }

    @Override
    public Optional<Caller> password(String name, char[] password, String code, InetAddress from) {
        return Optional.empty();
    }
}
