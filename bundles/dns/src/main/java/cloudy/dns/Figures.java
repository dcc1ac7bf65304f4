// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.json.Json;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the name server has counted since it was started.
 *
 * @param byType questions by type; rare ones together as {@code other}
 * @param refused questions for what is no business of who asked
 * @param limited answers that were held back because one address got too many
 */
record Figures(
        Instant at,
        Instant since,
        String version,
        long queries,
        Map<String, Long> byType,
        long answered,
        long unknown,
        long failed,
        long refused,
        long limited,
        long cacheHits,
        long cacheMisses) {

    private static final Json JSON = Json.within(16, 64 * 1024);
    private static final int MILLIS = 1_000;
    private static final int MOST = 1 << 20;
    private static final int TYPES = 12;

    Figures {
        byType = Map.copyOf(byType);
    }

    /** Asks BIND's statistics channel. */
    static Figures ask(int port) throws IOException {
        var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/json/v1/server")
                .toURL()
                .openConnection(Proxy.NO_PROXY);
        try {
            connection.setConnectTimeout(MILLIS);
            connection.setReadTimeout(MILLIS);
            connection.setInstanceFollowRedirects(false);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("the name server does not tell its figures");
            }
            try (var in = connection.getInputStream()) {
                return of(Facts.of(JSON.read(in.readNBytes(MOST))));
            }
        } finally {
            connection.disconnect();
        }
    }

    private static Figures of(Facts all) throws IOException {
        Facts codes = all.object("rcodes");
        Facts server = all.object("nsstats");
        Facts cache = all.object("views").object("internal").object("resolver").object("cachestats");
        try {
            return new Figures(
                    Instant.parse(all.text("current-time")),
                    Instant.parse(all.text("boot-time")),
                    all.text("version"),
                    all.object("opcodes").number("QUERY"),
                    types(all.object("qtypes")),
                    codes.number("NOERROR"),
                    codes.number("NXDOMAIN"),
                    codes.number("SERVFAIL"),
                    codes.number("REFUSED"),
                    server.number("RateDropped") + server.number("RateSlipped"),
                    cache.number("QueryHits"),
                    cache.number("QueryMisses"));
        } catch (DateTimeException e) {
            throw new IOException("the name server tells figures that cannot be read", e);
        }
    }

    private static Map<String, Long> types(Facts all) {
        var types = new TreeMap<String, Long>();
        all.names().stream()
                .sorted((a, b) -> Long.compare(all.number(b), all.number(a)))
                .forEach(name -> types.merge(
                        types.size() < TYPES && name.matches("[A-Z0-9-]{1,16}") ? name : "other",
                        all.number(name),
                        Long::sum));
        return types;
    }
}
