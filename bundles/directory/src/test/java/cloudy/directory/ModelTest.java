// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Audience;
import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import cloudy.api.network.Change;
import cloudy.api.network.Finder;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import cloudy.api.network.Trust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The directory against the plainest one that could be written: a map that is filtered and sorted. */
class ModelTest {

    private static final List<String> WORDS =
            List.of("Càmera", "terrat", "WEB", "proxy", "còpia", "pads", "中文", "a", "ràdio", "barri", "vell", "nord");
    private static final List<String> TYPES = List.of("proxy3", "Webcam", "webcam", "syncthing", "dnsservice");

    private static final Comparator<Announcement> ORDER = Comparator.<Announcement>comparingInt(
                    a -> a.trust() == Trust.OWN ? 0 : a.reach() == Audience.LAN ? 1 : 2)
            .thenComparing(a -> a.distance().orElse(Duration.ofDays(1_000)))
            .thenComparing(Announcement::description)
            .thenComparing(Announcement::id);

    private final Directory directory = new Directory(Room.forEntries(100_000));
    private final Source source = directory.open();
    private final Finder.Sink sink = directory.sink(source);

    @Test
    void answersLikeTheModel() {
        var random = new Random(1);
        Map<String, Announcement> model = new HashMap<>();
        for (int step = 0; step < 8_000; step++) {
            Announcement any = announcement(random, "e" + random.nextInt(800));
            if (random.nextInt(3) == 0) {
                sink.gone(any.id());
                model.remove(any.id());
            } else {
                assertThat(sink.heard(any)).isTrue();
                model.put(any.id(), any);
            }
            if (step % 20 == 0) {
                Query query = query(random);
                assertThat(directory.search(query)).isEqualTo(expected(model, query));
                assertThat(directory.size()).isEqualTo(model.size());
            }
        }
    }

    @Test
    void holdsUnderManyThreads() throws Exception {
        Map<String, Announcement> seen = new ConcurrentHashMap<>();
        ServiceDirectory.Watch watch = directory.watch(
                Query.all(),
                changes -> changes.forEach(change -> {
                    Announcement told = change.announcement().orElse(null);
                    if (change.kind() == Change.Kind.RESET) {
                        seen.clear();
                    } else if (change.kind() == Change.Kind.GONE) {
                        seen.remove(told.id());
                    } else {
                        seen.put(told.id(), told);
                    }
                }));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Map<String, Announcement>>> writers = new ArrayList<>();
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int writer = i;
                writers.add(threads.submit(() -> write(writer)));
                readers.add(threads.submit(() -> read(writer)));
            }
            Map<String, Announcement> model = new HashMap<>();
            for (Future<Map<String, Announcement>> writer : writers) {
                model.putAll(writer.get());
            }
            for (Future<?> reader : readers) {
                reader.get();
            }

            assertThat(directory.search(Query.all())).isEqualTo(expected(model, Query.all()));
            await().untilAsserted(() -> assertThat(seen).isEqualTo(model));
        } finally {
            threads.shutdownNow();
            watch.close();
        }
        directory.close(source);
        assertThat(directory.size()).isZero();
    }

    private Map<String, Announcement> write(int writer) {
        var random = new Random(writer);
        Map<String, Announcement> mine = new HashMap<>();
        for (int step = 0; step < 3_000; step++) {
            Announcement any = announcement(random, writer + "-" + random.nextInt(400));
            if (random.nextInt(3) == 0) {
                sink.gone(any.id());
                mine.remove(any.id());
            } else {
                assertThat(sink.heard(any)).isTrue();
                mine.put(any.id(), any);
            }
        }
        return mine;
    }

    private void read(int reader) {
        var random = new Random(100 + reader);
        for (int step = 0; step < 150; step++) {
            Query query = query(random);
            long before = directory.revision();
            List<Announcement> found = directory.search(query);
            assertThat(found).hasSizeLessThanOrEqualTo(query.limit()).allMatch(a -> matches(a, query));
            assertThat(found).isSortedAccordingTo(ORDER);
            assertThat(directory.revision()).isGreaterThanOrEqualTo(before);
        }
    }

    private static Announcement announcement(Random random, String id) {
        boolean lan = random.nextInt(4) == 0;
        int node = random.nextInt(300);
        Announcement.Builder any = lan ? Heard.lan(node, id) : Heard.of(node, id);
        return any.type(pick(random, TYPES))
                .description(pick(random, WORDS) + " " + pick(random, WORDS))
                .nodeId(random.nextInt(5) == 0 ? Optional.empty() : Optional.of("id" + node))
                .txt(Txt.parse("path=" + pick(random, WORDS)))
                .distance(random.nextBoolean() ? Optional.empty() : Optional.of(Duration.ofMillis(random.nextInt(9))))
                .trust(random.nextInt(20) == 0 ? Trust.OWN : Trust.UNSIGNED)
                .build();
    }

    private static Query query(Random random) {
        Query query = Query.all();
        if (random.nextInt(3) == 0) {
            query = query.ofType(pick(random, TYPES));
        }
        if (random.nextInt(5) == 0) {
            query = query.ofNode((random.nextBoolean() ? "ID" : "NODE-") + random.nextInt(300));
        }
        if (random.nextBoolean()) {
            query = query.matching(
                    pick(random, WORDS) + " " + pick(random, WORDS).substring(1));
        }
        if (random.nextInt(5) == 0) {
            query = query.heardBy("mdns");
        }
        return random.nextInt(4) == 0 ? query.limit(1 + random.nextInt(20)) : query;
    }

    private static List<Announcement> expected(Map<String, Announcement> model, Query query) {
        return model.values().stream()
                .filter(a -> matches(a, query))
                .sorted(ORDER)
                .limit(query.limit())
                .toList();
    }

    private static boolean matches(Announcement a, Query query) {
        List<String> texts = Stream.of(
                        a.type(), a.description(), a.host(), a.txt().toString())
                .map(Fold::fold)
                .toList();
        return query.type().map(a.type()::equalsIgnoreCase).orElse(true)
                && query.node()
                        .map(node -> node.equalsIgnoreCase(a.host())
                                || a.nodeId().filter(node::equalsIgnoreCase).isPresent())
                        .orElse(true)
                && query.carrier().map(a.carrier()::equals).orElse(true)
                && query.text().stream()
                        .flatMap(text -> Stream.of(Fold.fold(text).strip().split("\\s+")))
                        .allMatch(word -> texts.stream().anyMatch(text -> text.contains(word)));
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
