// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.access.Access;
import cloudy.api.access.Access.Session;
import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Optional;

/**
 * Who is at the gate.
 *
 * @param csrfMissing it is a browser that is signed in, and the request does not show that a page of ours made it
 */
record Visitor(Optional<Caller> caller, boolean csrfMissing) {

    static Visitor at(HttpServletRequest request, Pass pass, Access access) {
        if (pass.token().isPresent()) {
            return new Visitor(access.token(pass.token().get(), pass.from()), false);
        }
        Optional<Session> session = pass.cookie().flatMap(cookie -> access.session(cookie, pass.from()));
        return new Visitor(session.map(Session::caller), session.isPresent() && !showsCsrf(request, session.get()));
    }

    /** Refuses a request that a browser makes for a page of somebody else's. */
    static void requireOwnPage(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw foreign();
        }
        for (String origin : Collections.list(request.getHeaders("Origin"))) {
            if (!isOwn(origin, request)) {
                throw foreign();
            }
        }
    }

    private static Problem foreign() {
        return Problem.of(
                403,
                Texts.of(
                        "Aquesta petició ve de la pàgina d'un altre lloc.",
                        "Esta petición viene de la página de otro sitio.",
                        "This request comes from another site's page."));
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
}
