// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.form.Texts;
import cloudy.api.guifi.Federation;
import cloudy.api.guifi.Federation.Member;
import cloudy.api.guifi.Federation.Way;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the list of federated proxies: {@code <id>-<private|in|out|inout>} in each line, the own one first. */
final class FederationReader {

    private static final Pattern LINE =
            Pattern.compile("([0-9]{1,18})-(private|in|out|inout)", Pattern.CASE_INSENSITIVE);
    private static final int MAX_MEMBERS = 20_000;

    private FederationReader() {}

    /**
     * Reads the list.
     *
     * @param service whose it must be; guifi.net says {@code 0000-private} for one that it does not know
     */
    static Federation read(byte[] text, long service) throws Trouble {
        List<String> lines = new String(text, StandardCharsets.US_ASCII)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(MAX_MEMBERS + 1L)
                .toList();
        if (lines.isEmpty() || lines.size() > MAX_MEMBERS) {
            throw Trouble.wrong(Texts.of(
                    "la llista de la federació és buida o massa llarga",
                    "la lista de la federación está vacía o es demasiado larga",
                    "the list of the federation is empty or too long"));
        }
        Member own = member(lines.get(0));
        if (own.service() != service && own.service() != 0) {
            throw Trouble.wrong(Texts.of(
                            "la federació és la del servei %s, i no la del %s",
                            "la federación es la del servicio %s, y no la del %s",
                            "the federation is that of service %s, not of %s")
                    .with(own.service(), service));
        }
        var peers = new LinkedHashMap<Long, Member>();
        for (String line : lines.subList(1, lines.size())) {
            Member peer = member(line);
            if (peer.service() != 0 && peer.service() != service) {
                peers.putIfAbsent(peer.service(), peer);
            }
        }
        return new Federation(own, List.copyOf(peers.values()));
    }

    private static Member member(String line) throws Trouble {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw Trouble.wrong(Texts.of(
                    "una línia de la federació no és de la forma 1234-inout",
                    "una línea de la federación no tiene la forma 1234-inout",
                    "a line of the federation is not of the form 1234-inout"));
        }
        long service = Long.parseLong(parts.group(1));
        Way way = Way.valueOf(parts.group(2).toUpperCase(Locale.ROOT));
        // Of one that is not known guifi.net says private; nobody passes by another word of it.
        return new Member(service, service == 0 ? Way.PRIVATE : way);
    }
}
