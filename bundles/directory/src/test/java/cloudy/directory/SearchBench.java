// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.Txt;
import cloudy.api.access.Caller;
import cloudy.api.network.Finder;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What a search costs alone, without the web server: 10,000 announcements, or as many as the argument says. */
public final class SearchBench {

    private static final int ROUNDS = 2_000;

    private SearchBench() {}

    public static void main(String[] args) throws Exception {
        int entries = args.length == 0 ? 10_000 : Integer.parseInt(args[0]);
        var directory = new Directory(Room.forEntries(100_000));
        Finder.Sink serf = directory.sink(directory.open());
        Finder.Sink mdns = directory.sink(directory.open());
        var random = new Random(5);
        List<String> types = List.of("proxy3", "syncthing", "webcam", "dnsservice", "snpservice");
        for (int i = 0; i < entries; i++) {
            var one = Heard.of(i / 6, "Càmera " + i)
                    .type(types.get(i % types.size()))
                    .port(1_000 + i % 6)
                    .description(i % 3 == 0 ? "Càmera del terrat " + i : "Shared service " + i)
                    .txt(Txt.parse("node_id=" + Long.toHexString(random.nextLong()) + "&path=/barri" + i % 1_000))
                    .distance(Optional.of(Duration.ofMillis(random.nextInt(300))));
            serf.heard(one.build());
            if (i % 10 == 0) {
                mdns.heard(one.build());
            }
        }
        var pulse = new Pulse(directory);
        Operation search =
                new DirectoryOperations(directory, pulse).operations().get("searchDirectory");
        measure(search, "all, the nearest 100", Map.of());
        measure(search, "all, 100 by name", Map.of("order", "name"));
        measure(search, "all, 100 by age", Map.of("order", "age"));
        measure(search, "a type", Map.of("type", "webcam"));
        measure(search, "a node", Map.of("node", "node-1234"));
        measure(search, "two words", Map.of("text", "terrat barri17"));
        measure(search, "a word that nobody has", Map.of("text", "zeppelin"));
        pulse.close();
    }

    private static void measure(Operation search, String what, Map<String, Object> given) throws Exception {
        var parameters = new HashMap<String, Object>(Map.of("limit", 100L, "order", "distance", "wait", 0L));
        parameters.putAll(given);
        Call call = Call.of(Caller.shell(), parameters);
        long[] nanos = new long[ROUNDS];
        Object total = 0;
        for (int i = 0; i < 2 * ROUNDS; i++) {
            long began = System.nanoTime();
            var json = (Answer.Json) search.answer(call).content();
            total = ((Map<?, ?>) json.value().get()).get("total");
            nanos[i % ROUNDS] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-24s %6s found, p50 %.3f ms, p99 %.3f ms%n",
                what,
                total,
                nanos[ROUNDS / 2] / 1e6,
                nanos[ROUNDS * 99 / 100] / 1e6);
    }
}
