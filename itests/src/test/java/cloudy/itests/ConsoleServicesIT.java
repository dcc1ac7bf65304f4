// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the pages of services and of settings show and take, of every kind. */
class ConsoleServicesIT {

    @RegisterExtension
    static final Rig rig = new Rig();

    private static final int CROWD = 10_000;
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
                const shown = document.querySelectorAll('cloudy-entry').length;
                scrollTo(0, document.documentElement.scrollHeight);
                if (shown < wanted && performance.now() - begun < 90000) setTimeout(next, 100);
                else told(shown);
            })();
            """;

    private static CloudyNode alpha;
    private static CloudyNode beta;
    private static Browser browser;
    private static Console console;

    @BeforeAll
    static void boot() throws IOException {
        console = Console.open(rig);
        alpha = console.alpha();
        beta = console.beta();
        browser = console.browser();
        console.setUpByKeyboard();
    }

    @BeforeEach
    void signIn() {
        console.signIn();
    }

    @AfterEach
    void nothingWasBlockedAndNobodyElseAsked() {
        console.assertCalm();
    }

    @Test
    void theLogIsFollowedFilteredAndTakenAlong() throws IOException {
        Path downloads = Files.createDirectories(rig.folder().resolve("downloads"));
        browser.tell("Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        alpha.write("etc/cloudy.serf.cfg", "cloudy.enabled = true\njoin = 10.77.0.2:5000\n");
        console.show("services/cloudy.serf");
        browser.until("it runs", "document.querySelector('.run.up')");
        browser.press("Log");
        browser.until("what the program wrote", "document.querySelector('pre.log').innerText.includes('Profile: wan')");

        alpha.write("etc/cloudy.serf.cfg", "cloudy.enabled = true\njoin = 10.77.0.2:5000\nprofile = lan\n");
        browser.until("what it writes now", "document.querySelector('pre.log').innerText.includes('Profile: lan')");
        long all = lines();
        browser.script("const box = document.querySelector('cloudy-log input[type=search]');"
                + " box.value = 'profile'; box.dispatchEvent(new Event('input'))");
        browser.until("fewer lines", "document.querySelector('pre.log').innerText.split('\\n').length < " + all);
        assertThat(((String) browser.script("return document.querySelector('pre.log').innerText")).lines())
                .allMatch(line -> line.contains("Profile"));
        browser.press("Download");
        Console.until("the file", () -> !taken(downloads).isEmpty());
        assertThat(taken(downloads)).allMatch(line -> line.contains("Profile")).anyMatch(line -> line.contains("lan"));
    }

    private static long lines() {
        return (Long) browser.script("return document.querySelector('pre.log').innerText.split('\\n').length");
    }

    private static List<String> taken(Path downloads) throws IOException {
        Path file = downloads.resolve("cloudy.serf.txt");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Test
    void aServiceIsInstalledFromTheCatalogueAndRemoved() {
        console.show("services");
        browser.until("the catalogue", "document.querySelector('cloudy-catalogue section')");
        browser.script("const box = document.getElementById('find');"
                + " box.value = 'SYNCTHING'; box.dispatchEvent(new Event('input'))");
        browser.until("one entry", "document.querySelectorAll('cloudy-catalogue li').length === 1");
        browser.press("Install");
        browser.until("its job", "document.querySelector('cloudy-catalogue cloudy-job .state.succeeded')");
        browser.press("Log");
        browser.until("its log", "document.querySelector('pre.log').innerText.trim()");
        browser.until("it among the services", "document.querySelector('.cards a[href*=syncthing]')");
        browser.press("Remove");
        browser.press("Remove");
        browser.until("it is gone", "!document.querySelector('.cards a[href*=syncthing]')");
        browser.until(
                "it can be had again",
                "[...document.querySelectorAll('cloudy-catalogue button')].some(one => one.innerText.trim() === 'Install')");
    }

    @Test
    void eachCarrierSaysWhatItMakesOfAService() {
        console.show(Console.PADS);
        carrier("local network (mDNS)", "announced");
        browser.press("the local network");
        carrier("community network (Serf)", "not announced");
        browser.press("nobody");
        carrier("local network (mDNS)", "not announced");
        browser.press("the whole community network");
        carrier("local network (mDNS)", "announced");
    }

    private static void carrier(String name, String says) {
        browser.until(
                name + " " + says,
                "[...document.querySelectorAll('.plainlist li')].some(one => one.innerText.includes('" + name
                        + "') && one.querySelector('.state').innerText.trim() === '" + says + "')");
    }

    @Test
    void everyKindOfFieldTakesWhatIsRightAndSaysWhatIsWrong() throws IOException {
        console.show("system/node");
        unfold("cloudy.notices", "smtpPort");
        refused("smtpPort", "99999", "587");
        refused("smtpPort", "many", "587");
        refused("webhook", "not an address", "https://10.77.0.2/hook");
        browser.script("document.querySelector('[name=least]').value = 'fault'");
        browser.type(".webhookToken", "between-us");
        browser.submit("webhook");
        Path file = alpha.home().resolve("etc/cloudy.notices.cfg");
        Console.until(
                "it is written",
                () -> Files.exists(file) && Files.readString(file).contains("between-us"));
        assertThat(Files.readString(file)).containsPattern("least *= *fault").contains("10.77.0.2/hook");

        console.show("system/node");
        unfold("cloudy.notices", "smtpPort");
        browser.until("what was written", "document.querySelector('[name=webhook]').value.includes('10.77.0.2')");
        assertThat(browser.script("const secret = document.querySelector('[name=\".webhookToken\"]');"
                        + " return [secret.type, secret.value, secret.placeholder].join()"))
                .isEqualTo("password,,set; leave empty to keep it");
        browser.type("webhook", "https://10.77.0.2/other");
        browser.submit("webhook");
        Console.until("it is written", () -> Files.readString(file).contains("/other"));
        assertThat(Files.readString(file)).contains("between-us");
        browser.until("a way to forget it", "document.querySelector('[name=\".webhookToken-forget\"]')");
        browser.script("document.querySelector('[name=\".webhookToken-forget\"]').click()");
        browser.submit("webhook");
        Console.until("it is forgotten", () -> !Files.readString(file).contains("between-us"));

        unfold("cloudy.https", "allow");
        refused("allow", "10.0.0.0/8\nnowhere", "10.0.0.0/8");
        unfold("cloudy.console", "publicPage");
        browser.script("document.querySelector('[name=publicPage]').click()");
        browser.submit("publicPage");
        Path page = alpha.home().resolve("etc/cloudy.console.cfg");
        Console.until(
                "it is off", () -> Files.exists(page) && Files.readString(page).contains("false"));
        browser.until(
                "it is saved", "!document.querySelector('[name=publicPage]').form.querySelector('button').disabled");
        browser.script("document.querySelector('[name=publicPage]').click()");
        browser.submit("publicPage");
        Console.until("it is on", () -> !Files.readString(page).contains("false"));
    }

    @Test
    void aListOfThingsGrowsAndShrinks() throws IOException {
        console.show("system/node");
        unfold("cloudy.external", "type");
        browser.press("Add one");
        browser.type("~", "second radio");
        browser.type("type", "http");
        browser.type("description", "Second radio");
        browser.type("port", "9001");
        browser.submit("type");
        browser.until("the fault", "document.querySelector('[name=\"~\"][aria-invalid=true]')");
        browser.type("~", "second");
        browser.submit("type");
        browser.until(
                "it is there",
                "[...document.querySelectorAll('.thing > summary')].some(one => one.innerText.includes('second'))");
        Console.until("the neighbour knows", () -> !beta.lists("Second radio").isEmpty());

        browser.press("second");
        browser.until("its own form", "document.querySelector('.thing [name=port]')");
        browser.press("Remove");
        browser.press("Remove");
        Console.until("the neighbour knows", () -> beta.lists("Second radio").isEmpty());
        browser.until(
                "it is gone",
                "![...document.querySelectorAll('.thing > summary')].some(one => one.innerText.includes('second'))");
    }

    /** Opens the settings of a room. */
    private static void unfold(String pid, String field) {
        browser.until(
                pid,
                "[...document.querySelectorAll('.fold > summary')].some(one => one.innerText.includes('" + pid + "'))");
        browser.script(
                "[...document.querySelectorAll('.fold > summary')].find(one => one.innerText.includes(arguments[0])).click()",
                pid);
        browser.until("the form of " + pid, "document.querySelector('[name=\"" + field + "\"]')");
    }

    private static void refused(String field, String wrong, String right) {
        browser.type(field, wrong);
        browser.submit(field);
        browser.until("the fault", "document.querySelector('[name=\"" + field + "\"][aria-invalid=true]')");
        assertThat(browser.script("return document.activeElement.name")).isEqualTo(field);
        assertThat((String) browser.script(
                        "return document.activeElement.closest('.field').querySelector('.fault').innerText"))
                .isNotBlank();
        browser.type(field, right);
    }

    @Test
    void whatNeighboursSayThroughRealCarriersIsText() throws IOException {
        String[] said = {"<img src=x onerror=window.hurt=1>", "</bdi><script>window.hurt=1</script>", "\u202Egnorw"};
        for (int i = 0; i < said.length; i++) {
            beta.write(
                    "etc/cloudy.external-hostile" + i + ".cfg",
                    "type = http\ndescription = " + said[i] + "\nport = 9002\ncheck = none\n");
        }
        Console.until("the first is heard", () -> !alpha.lists("onerror").isEmpty());
        Console.until("the second is heard", () -> !alpha.lists("</bdi>").isEmpty());
        for (String page :
                Stream.of("search", "search?type=http", "search?text=hurt").toList()) {
            console.show(page);
            browser.sees("<img src=x onerror=window.hurt=1>");
            browser.sees("</bdi><script>window.hurt=1</script>");
            assertThat(browser.script("return window.hurt")).isNull();
        }
        browser.open("/");
        browser.sees("<img src=x onerror=window.hurt=1>");
        assertThat(browser.script("return window.hurt")).isNull();
        for (int i = 0; i < said.length; i++) {
            beta.remove("etc/cloudy.external-hostile" + i + ".cfg");
        }
    }

    @Test
    void aLongListScrollsSmoothlyWhileMoreOfItIsRead() throws IOException {
        Jar.crowd(CROWD).dropInto(alpha);
        try {
            console.show("search?source=crowd");
            browser.sees("10,000 services found");
            smooth("while more is read", 300);
            assertThat(console.overhang()).isLessThanOrEqualTo(0);
        } finally {
            alpha.remove("deploy/org.example.crowd.jar");
            Console.until(
                    "it is quiet again", () -> alpha.lists("neighbourhood").isEmpty());
        }
    }

    @Test
    @Tag("slow")
    void tenThousandEntriesScrollSmoothlyWhenAllAreThere() throws IOException {
        Jar.crowd(CROWD).dropInto(alpha);
        try {
            console.show("search?source=crowd");
            browser.sees("10,000 services found");
            assertThat((Long) browser.await(TO_THE_END, CROWD)).isEqualTo(CROWD);
            smooth("with everything there", 300);
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
}
