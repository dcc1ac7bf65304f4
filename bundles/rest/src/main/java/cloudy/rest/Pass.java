// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.access.Access;
import cloudy.api.access.Access.Session;
import cloudy.api.access.Caller;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request shows of who sends it: a token, or else the cookie of a session. Kept for as long as an answer goes on.
 *
 * @param from where it comes from
 */
record Pass(Optional<String> token, Optional<String> cookie, InetAddress from) {

    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([A-Za-z0-9._~+/=-]{1,512})");

    static Pass of(HttpServletRequest request, InetAddress from) {
        List<String> authorization = Collections.list(request.getHeaders("Authorization"));
        if (authorization.isEmpty()) {
            return new Pass(Optional.empty(), cookie(request), from);
        }
        Matcher bearer = BEARER.matcher(authorization.get(0));
        boolean readable = authorization.size() == 1 && bearer.matches();
        return new Pass(readable ? Optional.of(bearer.group(1)) : Optional.empty(), Optional.empty(), from);
    }

    /** Whether it would let in now who was let in with it then. */
    boolean holds(Access access, Caller then) {
        return token.flatMap(text -> access.token(text, from))
                .or(() -> cookie.flatMap(text -> access.glance(text, from)).map(Session::caller))
                .filter(now -> now.name().equals(then.name()))
                .filter(now -> now.role().includes(then.role()))
                .filter(now -> now.scopes().equals(then.scopes()))
                .isPresent();
    }

    /** The session's cookie; two of them mean that somebody else has set one, and then none counts. */
    private static Optional<String> cookie(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        List<String> values = cookies == null
                ? List.of()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(Session.COOKIE))
                        .map(Cookie::getValue)
                        .toList();
        return values.size() == 1 && values.get(0).length() <= 512 ? Optional.of(values.get(0)) : Optional.empty();
    }
}
