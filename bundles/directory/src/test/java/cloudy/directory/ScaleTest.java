// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import cloudy.api.network.Query;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a full directory costs. Times are printed, not asserted: they are the machine's. */
class ScaleTest {

    private static final int MANY = 100_000;
    private static final List<String> TYPES = List.of("proxy3", "syncthing", "webcam", "dnsservice", "snpservice");

    @Test
    void aHundredThousandTakeAtMostAKilobyteEach() {
        var directory = new Directory(Room.forEntries(MANY));
        Finder.Sink sink = directory.sink(directory.open());
        var random = new Random(5);
        long before = used();

        long began = System.nanoTime();
        for (int i = 0; i < MANY; i++) {
            assertThat(sink.heard(typical(random, i))).isTrue();
        }
        print("100,000 heard first", System.nanoTime() - began);
        long bytes = (used() - before) / MANY;
        System.out.println("directory: " + bytes + " bytes an announcement");

        began = System.nanoTime();
        var same = new Random(5);
        for (int i = 0; i < MANY; i++) {
            assertThat(sink.heard(typical(same, i))).isTrue();
        }
        print("100,000 heard again", System.nanoTime() - began);
        time(directory, "all, first 50", Query.all().limit(50));
        time(directory, "all", Query.all());
        time(directory, "type", Query.all().ofType("webcam"));
        time(directory, "node", Query.all().ofNode("node-1234"));
        time(directory, "rare word", Query.all().matching("node-1234"));
        time(directory, "two words", Query.all().matching("terrat barri17"));
        time(directory, "common word, first 50", Query.all().matching("càmera").limit(50));
        time(directory, "word that nobody has", Query.all().matching("zeppelin"));
        time(directory, "two letters that nobody has", Query.all().matching("qq"));

        assertThat(bytes).isLessThanOrEqualTo(1_024);
        assertThat(directory.size()).isEqualTo(MANY);
    }

    /** One of many, such as neighbours announce. */
    static Announcement typical(Random random, int i) {
        int node = i / 6;
        String type = TYPES.get(i % TYPES.size());
        return Heard.of(node, "Càmera " + i + " @node-" + node + "._" + type + "._tcp.local.")
                .type(type)
                .description(i % 3 == 0 ? "Càmera del terrat " + i : "Shared service " + i)
                .host("node-" + node)
                .txt(Txt.parse(
                        "node_id=" + Long.toHexString(random.nextLong()) + "&path=/barri" + i % 1_000 + "&version=1.0"))
                .distance(Optional.of(Duration.ofMillis(random.nextInt(300))))
                .build();
    }

    private static void time(Directory directory, String what, Query query) {
        int found = 0;
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 30; i++) {
            long began = System.nanoTime();
            found = directory.search(query).size();
            best = Math.min(best, System.nanoTime() - began);
        }
        print("search " + what + ", " + found + " found", best);
    }

    private static void print(String what, long nanos) {
        System.out.println("directory: " + what + ": " + String.format(Locale.ROOT, "%.3f ms", nanos / 1e6));
    }

    private static long used() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
