// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/**
 * A neighbour's Syncthing is found, connected with from both consoles, given a folder, and let go again, and nothing is
 * lost in between, whatever ends. One story: each test goes on from where the one before has left it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SyncthingIT {

    private static final int FILES = 2_000;
    private static final int LARGE = 100_000;
    private static final DropIn HOSTILE = new DropIn(
            "org.example.hostile", "1.0.0", "syncthing", "Evil", 22901, "node_id=<script>alert('1')</script>");
    private static final DropIn FALSE = new DropIn(
            "org.example.false",
            "1.0.0",
            "syncthing",
            "Evil too",
            22902,
            "node_id=XKJ6UCH-3RCK5A7-QH2HPTZ-KIW2S3I-UYYPDLM-CWG5WGK-EP52XP3-SHLGWQA");

    @RegisterExtension
    static final Rig rig = new Rig();

    private static Folders anna;
    private static Folders bert;
    private static Browser annas;
    private static Browser berts;

    @BeforeAll
    static void boot() throws IOException {
        Lan lan = rig.lan();
        CloudyNode first = rig.node(lan.join("anna")).start();
        CloudyNode second = rig.node(lan.join("bert")).start();
        first.awaitBoot();
        second.awaitBoot();
        anna = Folders.switchOn(first);
        bert = Folders.switchOn(second);
        annas = rig.closing(Browser.on(first, rig.folder().resolve("annas")));
        berts = rig.closing(Browser.on(second, rig.folder().resolve("berts")));
        signIn(annas);
        signIn(berts);
    }

    private static void signIn(Browser browser) {
        browser.open("/ui/");
        browser.until("a page", "document.querySelector('main h1')");
        if (Boolean.TRUE.equals(browser.script("return !!document.querySelector('cloudy-sign-in')"))) {
            browser.type("name", Web.ADMIN);
            browser.type("password", Web.PASSWORD);
            browser.press("Sign in");
        }
        browser.sees("This machine");
    }

    @Test
    @Order(1)
    void isConnectedFromBothConsolesAndGetsTheFolder() throws IOException {
        bert.add("photos", "Photos");
        Path photos = bert.files("photos");
        for (int i = 0; i < FILES; i++) {
            Files.writeString(photos.resolve("photo-" + i), "content " + i);
        }
        Folders.until("found", () -> !bert.found(anna).isEmpty());
        entry();
        berts.press("Connect");
        berts.until("the form", "document.querySelector('dialog input[name=folders]')");
        berts.press("Photos");
        long clicked = System.nanoTime();
        berts.press("Connect");

        annas.open("/ui/services/cloudy.syncthing");
        annas.sees("asks to connect");
        annas.press("Accept");
        berts.until("the job's end", "document.querySelector('dialog .state.succeeded')");
        berts.keys(Keys.ESCAPE);
        berts.until("connected", "document.querySelector('.entries .state.up')");
        Folders.say("Connect -> connected, by two people", clicked);

        annas.sees("offers the folder");
        annas.press("Accept");
        Folders.until("synchronised", () -> anna.count("photos", "photo-") == FILES);
        Folders.say("Connect -> " + FILES + " files there", clicked);
        berts.keepScreen("syncthing-entry");
        for (String theme : List.of("light", "dark")) {
            for (String language : List.of("ca", "es", "en")) {
                look(annas, language, theme);
            }
        }
    }

    private static void look(Browser browser, String language, String theme) throws IOException {
        browser.script(
                "localStorage['cloudy.language'] = arguments[0]; localStorage['cloudy.theme'] = arguments[1]",
                language,
                theme);
        browser.open("/ui/services/cloudy.syncthing");
        browser.until("its page", "document.querySelector('cloudy-syncthing section li')");
        assertThat(browser.barriers()).as(language + theme).isEmpty();
        browser.width(360);
        assertThat((Long) browser.script("return document.documentElement.scrollWidth - innerWidth"))
                .isLessThanOrEqualTo(0);
        browser.width(1280);
        browser.keepScreen(String.join("-", "syncthing", language, theme));
    }

    /** Opens the entry of Anna's Syncthing in Bert's list. */
    private static void entry() {
        berts.open("/ui/search?type=syncthing");
        berts.until(
                "the entry",
                "[...document.querySelectorAll('.entries summary')].some(one => one.innerText.includes('anna'))");
        berts.script("[...document.querySelectorAll('.entries summary')]"
                + ".find(one => one.innerText.includes('anna')).click()");
    }

    @Test
    @Order(2)
    void showsWhatWasChangedOnBothSides() throws IOException {
        bert.pauseDevice(anna, true);
        Files.writeString(bert.files("photos").resolve("photo-1"), "Bert's");
        Files.writeString(anna.files("photos").resolve("photo-1"), "Anna's, which are longer");
        bert.pauseDevice(anna, false);

        Folders.until("a conflict", () -> anna.state().contains(".sync-conflict-"));
        Folders.until("on both sides", () -> bert.state().contains(".sync-conflict-"));
        Folders.until("nothing lost", () -> anna.count("photos", "photo-") == FILES + 1);
        annas.sees("Changed on both sides: 1");
    }

    @Test
    @Order(3)
    void takesNothingWhileItIsPaused() throws IOException {
        anna.pauseFolder("photos", true);
        Path late = bert.write("photos", "late");
        Folders.until("known at Bert's", () -> bert.files("photos", FILES + 2));
        assertThat(anna.files("photos").resolve("late")).doesNotExist();

        anna.pauseFolder("photos", false);

        Folders.until("there", () -> Files.exists(anna.files("photos").resolve("late")));
        assertThat(anna.files("photos").resolve("late")).hasSameTextualContentAs(late);
    }

    @Test
    @Order(4)
    void losesNothingWhenTheProgramIsKilled() throws IOException {
        bert.write("photos", "while-it-dies");
        ProcessHandle before = anna.program();
        before.destroyForcibly();

        Folders.until("there", () -> Files.exists(anna.files("photos").resolve("while-it-dies")));
        assertThat(anna.program().pid()).isNotEqualTo(before.pid());
    }

    @Test
    @Order(5)
    void losesNothingWhenTheNodeIsKilledAndThenBoth() throws IOException {
        bert.write("photos", "while-the-node-dies");
        anna.node().kill();
        anna = anna.again();
        Folders.until("there", () -> Files.exists(anna.files("photos").resolve("while-the-node-dies")));
        anna.program();

        bert.write("photos", "while-both-die");
        ProcessHandle program = anna.program();
        anna.node().kill();
        program.destroyForcibly();
        anna = anna.again();
        Folders.until("there, too", () -> Files.exists(anna.files("photos").resolve("while-both-die")));
        anna.program();
        assertThat(anna.count("photos", "photo-")).isEqualTo(FILES + 1);
    }

    @Test
    @Order(6)
    void bringsTwoHundredMegabytes() throws IOException {
        bert.add("films", "Films");
        bert.offer("films", anna);
        byte[] content = new byte[LARGE];
        for (int i = 0; i < FILES; i++) {
            content[i] = (byte) i;
            Files.write(bert.files("films").resolve("film-" + i), content);
        }
        Folders.until("offered", () -> anna.requests().contains("Films"));
        long accepted = System.nanoTime();
        anna.accept("films", bert);
        Folders.until("synchronised", () -> anna.bytes("films", (long) FILES * LARGE));
        Folders.say("200 MB in " + FILES + " files", accepted);
    }

    @Test
    @Order(7)
    void isUndoneByOneClickAndTheOtherSideIsTold() throws IOException {
        entry();
        berts.press("Undo");
        berts.until("the job's end", "document.querySelector('dialog .state.succeeded')");
        berts.keys(Keys.ESCAPE);
        berts.until(
                "as before",
                "[...document.querySelectorAll('.entries button')]" + ".some(one => one.innerText === 'Connect')");
        assertThat(bert.web().get("/api/v1/joined")).doesNotContain(anna.device());

        long undone = System.nanoTime();
        signIn(annas);
        annas.open("/ui/services/cloudy.syncthing");
        annas.sees("does not know this device");
        Folders.say("undone -> seen on the other side", undone);
        Folders.until("told", () -> anna.web().get("/api/v1/notices").contains("does not know this node"));

        anna.forget(bert);
        Folders.until("over", () -> !anna.web().get("/api/v1/notices").contains("does not know this node"));
        assertThat(anna.count("photos", "photo-")).isEqualTo(FILES + 1);
        assertThat(bert.count("photos", "photo-")).isEqualTo(FILES + 1);
    }

    @Test
    @Order(8)
    void refusesWhoAnnouncesNoDevice() throws IOException {
        Listener.on(anna.node().host(), 22901, 22902);
        for (DropIn evil : List.of(HOSTILE, FALSE)) {
            anna.node().drop(evil);
            Folders.until("heard", () -> !bert.described(evil.description()).isEmpty());
            String id = bert.described(evil.description());
            assertThat(bert.web().get("/api/v1/directory/" + id + "/actions")).doesNotContain("\"connect\"");
            assertThat(bert.web().tried("POST", "/api/v1/directory/" + id + "/actions/connect", "{}"))
                    .contains("This cannot be done with this service");
        }
        assertThat(bert.web().get("/api/v1/joined")).contains("\"items\":[]");
        assertThat(berts.complaints()).isEmpty();
    }
}
