// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import cloudy.api.Txt;
import cloudy.api.access.Caller;
import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Page;
import cloudy.api.rest.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryOperationsTest {

    private final Directory directory = new Directory(Room.forEntries(5_000));
    private final Finder.Sink sink = directory.sink(directory.open());
    private final Pulse pulse = new Pulse(directory);
    private final DirectoryOperations operations = new DirectoryOperations(directory, pulse);

    @AfterEach
    void close() {
        pulse.close();
    }

    @Test
    void showsAnAnnouncementAsItIs() throws Exception {
        Announcement any = Heard.of(7, "a")
                .description("Càmera <b>onerror</b>")
                .txt(Txt.parse("path=/x&flag&path=/y&e="))
                .distance(Optional.of(Duration.ofNanos(1_234_567)))
                .build();
        sink.heard(any);

        Map<?, ?> shown = items(search(Map.of())).get(0);

        assertThat(shown.get("id")).isEqualTo(any.key());
        assertThat(shown.get("description")).isEqualTo("Càmera <b>onerror</b>");
        assertThat(shown.get("nodeId")).isEqualTo("0000000000000007");
        assertThat(shown.get("distanceMs")).isEqualTo(1.235);
        assertThat(shown.get("own")).isEqualTo(false);
        var txt = new HashMap<String, String>();
        txt.put("path", "/x");
        txt.put("flag", null);
        txt.put("e", "");
        assertThat(shown.get("txt")).isEqualTo(txt);
        assertThat(json(call("getAnnouncement", Map.of("id", any.key())))).isEqualTo(shown);
    }

    @Test
    void aStrangersTextsStayTextAndShort() throws Exception {
        sink.heard(Heard.of(1, "a")
                .type("x\r\nSet-Cookie: a")
                .description("<script>" + "x".repeat(10_000))
                .host("\u0000\u202e")
                .txt(Txt.parse("k".repeat(10_000) + "=" + "v".repeat(10_000)))
                .build());

        Map<?, ?> shown = items(search(Map.of())).get(0);

        assertThat(shown.get("type")).isEqualTo("x\uFFFD\uFFFDSet-Cookie: a");
        assertThat((String) shown.get("description")).hasSize(255);
        assertThat(shown.toString()).hasSizeLessThan(3_000);
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void pagesThroughEverythingOnceWhileTheListChanges(Order order) throws Exception {
        var random = new Random(3);
        for (int i = 0; i < 500; i++) {
            sink.heard(announcement(random, i).build());
        }
        List<String> kept = new ArrayList<>();
        items(search(Map.of("limit", 1_000L))).forEach(item -> kept.add((String) item.get("id")));

        List<String> seen = new ArrayList<>();
        Map<String, Object> parameters =
                new HashMap<>(Map.of("limit", 7L, "order", order.name().toLowerCase(Locale.ROOT)));
        int next = 500;
        while (true) {
            Map<?, ?> page = search(parameters);
            List<Map<?, ?>> items = items(page);
            items.forEach(item -> seen.add((String) item.get("id")));
            if (!page.containsKey("next")) {
                break;
            }
            assertThat((String) page.get("next")).hasSizeLessThanOrEqualTo(1_000);
            // The last one shown goes, and others come: the list goes on after where it was.
            String last = (String) items.get(items.size() - 1).get("id");
            sink.gone(directory.find(last).orElseThrow().id());
            sink.heard(announcement(random, next++).build());
            parameters.put("cursor", page.get("next"));
        }

        assertThat(seen).doesNotHaveDuplicates().containsAll(kept);
    }

    @Test
    void ordersByNameWithoutCaseAndAccentsAndByAge() throws Exception {
        sink.heard(Heard.of(1, "a")
                .description("zebra")
                .firstHeard(Heard.NOW.minusSeconds(9))
                .build());
        sink.heard(Heard.of(2, "b")
                .description("Àvia")
                .firstHeard(Heard.NOW.minusSeconds(3))
                .build());
        sink.heard(Heard.of(3, "c")
                .description("BOSC")
                .firstHeard(Heard.NOW.minusSeconds(6))
                .build());

        assertThat(descriptions(search(Map.of("order", "name")))).containsExactly("Àvia", "BOSC", "zebra");
        assertThat(descriptions(search(Map.of("order", "age")))).containsExactly("Àvia", "BOSC", "zebra");
        assertThat(descriptions(search(Map.of("order", "distance")))).containsExactly("BOSC", "zebra", "Àvia");
    }

    @Test
    void longDescriptionsFitACursor() throws Exception {
        for (int i = 0; i < 20; i++) {
            sink.heard(Heard.of(i, i + "i".repeat(300))
                    .description("中".repeat(254) + (char) ('a' + i))
                    .build());
        }
        Map<String, Object> parameters = new HashMap<>(Map.of("limit", 3L));
        int seen = 0;
        Map<?, ?> page;
        do {
            page = search(parameters);
            seen += items(page).size();
            if (page.containsKey("next")) {
                assertThat((String) page.get("next")).hasSizeLessThanOrEqualTo(1_000);
                parameters.put("cursor", page.get("next"));
            }
        } while (page.containsKey("next"));

        assertThat(seen).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "DISTANCE",
                "DISTANCE\n1\n2\nff",
                "DISTANCE\n1\n2\nzz\n",
                "DISTANCE\n99999999999999999999\n2\nff\n",
                "NAME\n0\n0\nff\nabc",
                "DISTANCE\n1\n2\n-1\n"
            })
    void refusesForgedCursors(String forged) {
        sink.heard(Heard.of(1, "a").build());

        assertThatThrownBy(() -> search(Map.of("cursor", Page.encode(forged))))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo("cursor"));
    }

    @Test
    void aCursorOfExtremesShowsAllOrNothing() throws Exception {
        sink.heard(Heard.of(1, "a").build());
        String least = Page.encode("DISTANCE\n" + Long.MIN_VALUE + "\n" + Long.MIN_VALUE + "\n0\n");
        String most = Page.encode("DISTANCE\n" + Long.MAX_VALUE + "\n" + Long.MAX_VALUE + "\nffffffffffffffff\n\uFFFF");

        assertThat(items(search(Map.of("cursor", least)))).hasSize(1);
        assertThat(search(Map.of("cursor", most)).get("empty")).isEqualTo("There are no more: the list ends here.");
    }

    @Test
    void anEmptyListSaysWhyInTheCallersLanguage() throws Exception {
        assertThat((String) search(Map.of()).get("empty")).startsWith("No service has been heard yet");
        sink.heard(Heard.of(1, "a").build());
        assertThat((String) search(Map.of("type", "webcam")).get("empty")).startsWith("None of the services");
        assertThat(search(Map.of()).containsKey("empty")).isFalse();

        Call call = new Call(
                Optional.of(Caller.shell()),
                Heard.address("127.0.0.1"),
                parameters(Map.of("type", "webcam")),
                Map.of(),
                Map.of(),
                List.of(Locale.forLanguageTag("ca-ES")));
        Map<?, ?> page =
                (Map<?, ?>) json(operations.operations().get("searchDirectory").answer(call));
        assertThat((String) page.get("empty")).startsWith("Cap dels serveis");
    }

    @Test
    void theETagChangesWithTheDirectoryAndTheQuestion() throws Exception {
        sink.heard(Heard.of(1, "a").build());
        String tag = tag(Map.of());

        assertThat(tag(Map.of())).isEqualTo(tag);
        assertThat(tag(Map.of("type", "x"))).isNotEqualTo(tag);
        sink.heard(Heard.of(2, "b").build());
        assertThat(tag(Map.of())).isNotEqualTo(tag);
        var restarted = new DirectoryOperations(directory, pulse);
        assertThat(restarted
                        .operations()
                        .get("searchDirectory")
                        .answer(of(Map.of()))
                        .headers())
                .doesNotContainEntry("ETag", List.of(tag(Map.of())));
    }

    @Test
    void listsTypesTheMostFrequentFirst() throws Exception {
        sink.heard(Heard.of(1, "a").type("webcam").build());
        sink.heard(Heard.of(2, "b").type("proxy3").build());
        sink.heard(Heard.of(3, "c").type("PROXY3").build());

        Map<?, ?> types = (Map<?, ?>) json(call("listTypes", Map.of()));

        assertThat((List<?>) types.get("items")).hasSize(2);
        assertThat(((Map<?, ?>) ((List<?>) types.get("items")).get(0)).get("count"))
                .isEqualTo(2);
        assertThat(((Map<?, ?>) ((List<?>) types.get("items")).get(1)).get("type"))
                .isEqualTo("webcam");
    }

    @Test
    void whatNobodyAnnouncesIsNotFound() {
        assertThatThrownBy(() -> call("getAnnouncement", Map.of("id", "0123456789abcdef")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
    }

    private static Announcement.Builder announcement(Random random, int i) {
        return Heard.of(i, "e" + i)
                .description(random.nextInt(3) == 0 ? "Web proxy" : "Càmera " + random.nextInt(5))
                .firstHeard(Heard.NOW.minusSeconds(random.nextInt(5)))
                .distance(random.nextBoolean() ? Optional.empty() : Optional.of(Duration.ofMillis(random.nextInt(4))));
    }

    private static Map<String, Object> parameters(Map<String, Object> given) {
        var all = new HashMap<String, Object>(Map.of("limit", 100L, "order", "distance", "wait", 0L));
        all.putAll(given);
        return all;
    }

    private static Call of(Map<String, Object> given) {
        return Call.of(Caller.shell(), parameters(given));
    }

    private Answer call(String operation, Map<String, Object> given) throws Exception {
        return operations.operations().get(operation).answer(of(given));
    }

    private Map<?, ?> search(Map<String, Object> given) throws Exception {
        return (Map<?, ?>) json(call("searchDirectory", given));
    }

    private String tag(Map<String, Object> given) throws Exception {
        return call("searchDirectory", given).headers().get("ETag").get(0);
    }

    private static Object json(Answer answer) {
        return ((Answer.Json) answer.content()).value().get();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<?, ?>> items(Map<?, ?> page) {
        return (List<Map<?, ?>>) page.get("items");
    }

    private static List<Object> descriptions(Map<?, ?> page) {
        return items(page).stream().<Object>map(item -> item.get("description")).toList();
    }
}
