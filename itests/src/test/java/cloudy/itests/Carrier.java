// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.Offer;
import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import cloudy.mdns.Mdns;
import cloudy.testing.SomeNode;
import cloudy.testing.Wishes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A program for a host: the node's mDNS alone, without registry and directory, which keep no more than 64 services of one
 * device. It is told how many to announce, and tells how many it hears.
 */
final class Carrier {

    static final String TYPE = "many";

    private final Set<String> heard = ConcurrentHashMap.newKeySet();
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Mdns mdns;

    private Carrier(String name) {
        mdns = new Mdns(
                new SomeNode(name.repeat(16).substring(0, 16), name, Map.of()),
                Wishes.of(Mdns.Config.class, Map.of("interfaces", "eth0")));
        mdns.find(new Finder.Sink() {
            @Override
            public boolean heard(Announcement announcement) {
                if (announcement.type().equals(TYPE)) {
                    heard.add(announcement.id());
                }
                return true;
            }

            @Override
            public void gone(String id) {
                heard.remove(id);
            }
        });
    }

    /** Starts one on a host. */
    static Talker on(Host host) throws IOException {
        return host.java(Carrier.class, host.name());
    }

    /** Each line of input is how many services to announce from now on, or nothing; the answer, how many are announced and heard. */
    public static void main(String[] arguments) throws IOException {
        var carrier = new Carrier(arguments[0]);
        var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        Talker.begun();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isEmpty()) {
                carrier.announce(Integer.parseInt(line));
            }
            Talker.tell(carrier.announced() + " " + carrier.heard.size());
        }
        System.exit(0);
    }

    private void announce(int count) {
        outcomes.clear();
        mdns.publish(
                IntStream.range(0, count)
                        .mapToObj(i -> new Wanted("n" + i, Offer.of(TYPE, "Service number " + i, 10_000 + i)))
                        .toList(),
                outcomes::putAll);
    }

    private long announced() {
        return outcomes.values().stream().filter(Outcome.announced()::equals).count();
    }
}
