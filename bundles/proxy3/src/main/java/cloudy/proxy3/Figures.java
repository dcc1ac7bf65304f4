// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import java.io.IOException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What squid has counted since it began, and how many use it; who, and for what, is nobody's business.
 *
 * @param hits requests that were answered from the cache
 * @param inBytes what came from the servers
 * @param outBytes what went to the people
 * @param clients addresses that it was used from
 * @param users who signed in and has not been forgotten since
 */
record Figures(
        Instant at,
        String version,
        long requests,
        long hits,
        long errors,
        long inBytes,
        long outBytes,
        long clients,
        long users) {

    private static final Pattern VERSION = Pattern.compile("Squid Object Cache: Version ([0-9A-Za-z.]{1,20})");
    private static final Pattern CLIENTS = Pattern.compile("Number of clients accessing cache:\\s+([0-9]{1,9})");
    private static final Pattern USER = Pattern.compile("(?m)^AUTH_BASIC\\s+Ok\\s");
    private static final long KB = 1_024;

    static Figures ask(ProxyClient squid, String secret, Instant now) throws IOException {
        return of(
                squid.manager("counters", secret),
                squid.manager("info", secret),
                squid.manager("username_cache", secret),
                now);
    }

    static Figures of(String counters, String info, String users, Instant now) {
        Matcher version = VERSION.matcher(info);
        Matcher clients = CLIENTS.matcher(info);
        return new Figures(
                now,
                version.find() ? version.group(1) : "",
                number(counters, "client_http.requests"),
                number(counters, "client_http.hits"),
                number(counters, "client_http.errors"),
                number(counters, "server.all.kbytes_in") * KB,
                number(counters, "client_http.kbytes_out") * KB,
                clients.find() ? Long.parseLong(clients.group(1)) : 0,
                USER.matcher(users).results().count());
    }

    private static long number(String counters, String name) {
        Matcher found = Pattern.compile("(?m)^" + Pattern.quote(name) + " = ([0-9]{1,17})")
                .matcher(counters);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }
}
