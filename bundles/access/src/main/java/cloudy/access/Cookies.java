// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.access.Access.Session;
import cloudy.api.rest.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The two cookies: the session, and the mark of a browser in which someone has signed in before. */
final class Cookies {

    static final String DEVICE = Session.COOKIE + "-device";

    private static final Duration DEVICE_AGE = Duration.ofDays(180);

    private Cookies() {}

    /** The value of a cookie in what a browser sent. */
    static Optional<String> find(Map<String, String> headers, String name) {
        for (String pair : headers.getOrDefault("cookie", "").split(";", 8)) {
            String cookie = pair.strip();
            if (cookie.startsWith(name + '=')) {
                return Optional.of(cookie.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    static Answer withSession(Answer answer, String value, Duration age) {
        return answer.with("Set-Cookie", cookie(Session.COOKIE, value, age));
    }

    static Answer withDevice(Answer answer, String mark) {
        return answer.with("Set-Cookie", cookie(DEVICE, mark, DEVICE_AGE));
    }

    static Answer withoutSession(Answer answer) {
        return answer.with("Set-Cookie", cookie(Session.COOKIE, "", Duration.ZERO));
    }

    private static String cookie(String name, String value, Duration age) {
        return name + '=' + value + "; Path=/; Max-Age=" + age.toSeconds() + "; HttpOnly; Secure; SameSite=Strict";
    }
}
