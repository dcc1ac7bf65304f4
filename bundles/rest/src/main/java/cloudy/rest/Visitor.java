// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.access.Access;
import cloudy.api.access.Access.Session;
import cloudy.api.access.Caller;
import cloudy.api.rest.Problem;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is at the gate.
 *
 * @param csrfMissing it is a browser that is signed in, and the request does not show that a page of ours made it
 */
record Visitor(Optional<Caller> caller, boolean csrfMissing) {

    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([A-Za-z0-9._~+/=-]{1,512})");

    static Visitor at(HttpServletRequest request, InetAddress from, Access access) {
        List<String> authorization = Collections.list(request.getHeaders("Authorization"));
        if (!authorization.isEmpty()) {
            Matcher bearer = BEARER.matcher(authorization.get(0));
            boolean readable = authorization.size() == 1 && bearer.matches();
            return new Visitor(readable ? access.token(bearer.group(1), from) : Optional.empty(), false);
        }
        Optional<Session> session = cookie(request).flatMap(cookie -> access.session(cookie, from));
        return new Visitor(session.map(Session::caller), session.isPresent() && !showsCsrf(request, session.get()));
    }

    /** Refuses a request that a browser makes for a page of somebody else's. */
    static void requireOwnPage(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw Problem.of(403, "This request comes from another site's page.");
        }
        for (String origin : Collections.list(request.getHeaders("Origin"))) {
            if (!isOwn(origin, request)) {
                throw Problem.of(403, "This request comes from another site's page.");
            }
        }
    }

    private static boolean isOwn(String origin, HttpServletRequest request) {
        String scheme = request.isSecure() ? "https" : "http";
        String host = request.getServerName();
        String own = scheme + "://" + (host.indexOf(':') >= 0 && !host.startsWith("[") ? '[' + host + ']' : host);
        int port = request.getServerPort();
        boolean usual = port == (request.isSecure() ? 443 : 80);
        return origin.equalsIgnoreCase(own + ':' + port) || (usual && origin.equalsIgnoreCase(own));
    }

    private static boolean showsCsrf(HttpServletRequest request, Session session) {
        String shown = request.getHeader(Session.CSRF_HEADER);
        return shown != null
                && MessageDigest.isEqual(
                        shown.getBytes(StandardCharsets.UTF_8), session.csrf().getBytes(StandardCharsets.UTF_8));
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
