// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** The list of everything that anyone announces: what is done from it, how long it may be, and what strangers may say. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleSearchIT implements AtConsole {

    @RegisterExtension
    static final Rig rig = new Rig();

    private static final int CROWD = 10_000;
    /** Of them there are never more in the page than some screens hold. */
    private static final long DRAWN = 250;

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final String SCROLL =
            """
            const told = arguments[arguments.length - 1];
            const step = arguments[0];
            const frames = [];
            let last = performance.now();
            scrollTo(0, 0);
            requestAnimationFrame(function next(now) {
                frames.push(now - last);
                last = now;
                scrollBy(0, step);
                if (frames.length < 200) requestAnimationFrame(next);
                else told(frames.slice(1));
            });
            """;

    private static final String TO_THE_END =
            """
            const told = arguments[arguments.length - 1];
            const wanted = arguments[0];
            const begun = performance.now();
            (function next() {
                const last = Number([...document.querySelectorAll('.entries [role=listitem]')].pop()?.ariaPosInSet);
                scrollTo(0, document.documentElement.scrollHeight);
                if (last !== wanted && performance.now() - begun < 90000) setTimeout(next, 100);
                else told(last);
            })();
            """;

    /** Every name that is in the list, and how much of it has become markup. */
    private static final String READ =
            """
            const told = arguments[arguments.length - 1];
            const names = new Set();
            let hurt = 0;
            scrollTo(0, 0);
            (function next() {
                document.querySelectorAll('.entries .name').forEach(one => names.add(one.textContent));
                hurt += document.querySelectorAll('.entries :is(script, img, svg, h1, b, [onclick])').length;
                const last = [...document.querySelectorAll('.entries [role=listitem]')].pop();
                if (last && last.ariaPosInSet === last.ariaSetSize) return told([hurt, ...names]);
                scrollBy(0, 900);
                requestAnimationFrame(() => requestAnimationFrame(next));
            })();
            """;

    private static final String TOTAL =
            """
            const told = arguments[arguments.length - 1];
            fetch('/api/v1/directory?limit=1&type=http').then(a => a.json()).then(a => told(a.total), () => told(-1));
            """;

    private static final String IN_SIGHT =
            "[...document.querySelectorAll('.entries summary')].find(one => one.getBoundingClientRect().top > 200)";

    private static CloudyNode alpha;
    private static Browser browser;
    private static Console console;

    @BeforeAll
    static void boot() throws IOException {
        console = Console.ready(rig);
        alpha = console.alpha();
        browser = console.browser();
    }

    @Override
    public Console console() {
        return console;
    }

    @Test
    @Order(1)
    void whatWasDoneWithAnEntryIsUndoneThere() {
        console.show("search?type=serf");
        console.entry("beta");
        browser.press("Join");
        browser.until("the dialog", "document.querySelector('dialog form')");
        browser.press("Join");
        browser.until("the job", "document.querySelector('dialog .state.succeeded')");
        browser.keys(Keys.ESCAPE);
        browser.until("that it is joined", "document.querySelector('.entries .state.up')");

        browser.press("Undo");
        browser.until("the job", "document.querySelector('dialog .state.succeeded')");
        browser.keys(Keys.ESCAPE);
        browser.until("that it may be joined", "!document.querySelector('.entries .state')");
        browser.press("Join");
        browser.until("the dialog", "document.querySelector('dialog form')");
        browser.keys(Keys.ESCAPE);
    }

    @Test
    @Order(2)
    void aLongListScrollsSmoothlyWhileMoreOfItIsRead() throws IOException {
        withACrowd(() -> {
            console.show("search?source=crowd");
            browser.sees("10,000 services found");
            smooth("while more is read", 300);
            assertThat(console.overhang()).isLessThanOrEqualTo(0);
        });
    }

    @Test
    @Order(3)
    void whoReadsStaysWhereHeIsWhenOthersComeAndGo() throws IOException {
        withACrowd(() -> {
            console.show("search?order=name&type=webdav");
            browser.sees("1,666 services found");
            browser.script("scrollTo(0, 9000)");
            browser.until("those further on", IN_SIGHT);
            browser.settles();
            browser.script("window.held = " + IN_SIGHT + "; held.focus({preventScroll: true})");
            double before = heldAt();
            alpha.write(
                    "etc/cloudy.external-first.cfg",
                    "type = webdav\ndescription = 0 before all others\nport = 9001\ncheck = none\n");
            browser.sees("1,667 services found");
            browser.settles();
            assertThat(heldAt()).isCloseTo(before, Offset.offset(2.0));
            assertThat(browser.script("return document.activeElement === held")).isEqualTo(true);

            long place = place();
            browser.keys(Keys.TAB, Keys.TAB, Keys.TAB);
            assertThat(place()).isEqualTo(place + 3);
            alpha.remove("etc/cloudy.external-first.cfg");
            browser.sees("1,666 services found");
            Console.until("it is told", () -> place() == place + 2);
            assertThat(browser.barriers()).isEmpty();
        });
    }

    private static double heldAt() {
        return ((Number) browser.script("return held.getBoundingClientRect().top")).doubleValue();
    }

    /** Which of the list has the focus, as a screen reader says it. */
    private static long place() {
        return Long.parseLong(
                (String) browser.script("return document.activeElement.closest('[role=listitem]').ariaPosInSet"));
    }

    @Test
    @Order(4)
    @Tag("slow")
    void tenThousandEntriesScrollSmoothlyWhenAllAreThere() throws IOException {
        withACrowd(() -> {
            console.show("search?source=crowd");
            browser.sees("10,000 services found");
            assertThat(((Number) browser.await(TO_THE_END, CROWD)).intValue()).isEqualTo(CROWD);
            smooth("with everything there", 300);
            smooth("with everything there, fast", 1500);
        });
    }

    private interface Part {
        void run() throws IOException;
    }

    private static void withACrowd(Part test) throws IOException {
        Jar.crowd(CROWD).dropInto(alpha);
        try {
            test.run();
        } finally {
            alpha.remove("deploy/org.example.crowd.jar");
            Console.until(
                    "it is quiet again", () -> alpha.lists("neighbourhood").isEmpty());
        }
    }

    /** Scrolls, some times at most until it goes well: what else the machine does makes frames late, never early. */
    private static void smooth(String when, int step) {
        browser.tell("Performance.enable", Map.of("timeDomain", "threadTicks"));
        List<Double> best = List.of();
        double busy = Double.MAX_VALUE;
        for (int run = 0; run < 5 && (best.isEmpty() || late(best) > best.size() / 20); run++) {
            double before = busyMs();
            List<Double> frames = ((List<?>) browser.await(SCROLL, step))
                    .stream().map(one -> ((Number) one).doubleValue()).sorted().toList();
            busy = Math.min(busy, (busyMs() - before) / frames.size());
            best = best.isEmpty() || late(frames) < late(best) ? frames : best;
        }
        System.out.printf(
                "measured: scrolling 10,000 entries %s: %.1f ms of work a frame, median %.0f ms, %d of %d over 50 ms%n",
                when, busy, best.get(best.size() / 2), late(best), best.size());
        // Whatever else the machine does: what a frame costs makes none late.
        assertThat(busy).as(when).isLessThan(50);
        assertThat((Long) browser.script("return document.querySelectorAll('cloudy-entry').length"))
                .isLessThan(DRAWN);
    }

    private static long late(List<Double> frames) {
        return frames.stream().filter(one -> one > 50).count();
    }

    /** What the page's own thread has worked, whatever else the processors did meanwhile. */
    private static double busyMs() {
        return ((List<?>) browser.tell("Performance.getMetrics", Map.of()).get("metrics"))
                .stream()
                        .map(one -> (Map<?, ?>) one)
                        .filter(one -> "TaskDuration".equals(one.get("name")))
                        .mapToDouble(one -> ((Number) one.get("value")).doubleValue() * 1000)
                        .sum();
    }

    @Test
    @Order(5)
    void twoThousandThingsThatStrangersSayThroughRealCarriersAreText() throws IOException {
        alpha.write("etc/cloudy.serf.cfg", "cloudy.enabled = true\n");
        Host host = console.lan().join("hecklers");
        rig.closing(Hecklers.on(host, rig.folder(), alpha.host().address() + ":5000"));
        Talker heckler = rig.closing(Heckler.on(host));
        Set<String> said = Stream.concat(
                        IntStream.range(0, Heckler.DEVICES * Heckler.EACH).mapToObj(Heckler::words),
                        IntStream.range(0, Hecklers.AGENTS * Hecklers.EACH).mapToObj(Hecklers::words))
                // As much as the directory keeps of a name.
                .map(one -> one.substring(0, Math.min(one.length(), 255)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(said).hasSizeGreaterThan(2_000);
        Awaitility.await("that all are heard")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    heckler.say("again");
                    assertThat(((Number) browser.await(TOTAL)).intValue()).isGreaterThanOrEqualTo(said.size());
                });

        console.show("search?type=http&order=name");
        List<?> read = (List<?>) browser.await(READ);
        assertThat(read.get(0)).as("markup").isEqualTo(0L);
        Set<String> names = read.stream().skip(1).map(String::valueOf).collect(Collectors.toSet());
        assertThat(names).containsAll(said);
        System.out.printf("measured: %,d hostile texts through mDNS and Serf are shown as text%n", said.size());
        console.show("search?type=http&order=name");
        browser.until("entries", "document.querySelectorAll('cloudy-entry').length > 20");
        browser.script("[...document.querySelectorAll('.entries summary')].slice(0, 12).forEach(one => one.click())");
        browser.sees("note");
        for (String page : List.of("search?text=onerror", "search?text=long", "network", "")) {
            console.show(page);
            browser.settles();
            browser.width(360);
            assertThat(console.overhang()).as(page).isLessThanOrEqualTo(0);
            browser.width(1280);
            assertThat(browser.script("return window.hurt")).as(page).isNull();
        }
        console.show("network");
        browser.sees("m0m <img src=x onerror=window.hurt=1>");
        browser.open("/");
        browser.sees("<script>window.hurt=1</script>");
        assertThat(browser.script("return window.hurt")).isNull();
        assertThat(browser.script("return document.querySelectorAll('main :is(script, h1 ~ h1, b)').length"))
                .isEqualTo(0L);
    }
}
