// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Audience;
import cloudy.api.InvalidFieldException;
import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.registry.LocalService.Wish;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WishesTest {

    private static final String PADS = "org.example/pads";
    private static final String PADS_PID = StrangerWish.PID + '~' + Wishes.name(PADS);
    private static final Caller ADA = Caller.shell();

    private final Bench bench = new Bench();
    private final FakePublisher mdns = bench.publisher(new FakePublisher("mdns", Audience.LAN).willing());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aStrangersServiceIsSwitchedOffAndOnAgain() throws Exception {
        var pads = new FakeService("pads");
        bench.add(pads);
        bench.untilWanted(mdns, "org.example/pads/pads");

        bench.board.wish(PADS, new Wish(false, true, Audience.COMMUNITY), ADA);

        bench.until("pads", Run.OFF);
        bench.untilWanted(mdns);
        assertThat(bench.service("pads").wish().enabled()).isFalse();
        assertThat(bench.settings.files())
                .containsExactly(Map.entry(PADS_PID, Map.of("service", PADS, "enabled", "false")));
        int rounds = pads.rounds.get();
        bench.pass(100);
        assertThat(pads.rounds).as("asked nothing").hasValue(rounds);

        bench.board.wish(PADS, new Wish(true, true, Audience.COMMUNITY), ADA);

        bench.until("pads", Run.UP);
        bench.untilWanted(mdns, "org.example/pads/pads");
        assertThat(bench.settings.files())
                .as("nothing but what it is by itself")
                .isEmpty();
    }

    /** Each change of its settings makes it anew, and who makes two of them wants to find it in between. */
    @Test
    void whatIsBeingMadeAnewStaysOnTheList() throws Exception {
        Object first = bench.add(new FakeService("pads").with("cloudy.enabled", "false"));
        bench.until("pads", Run.OFF);

        bench.board.vanished(first, false);
        bench.pass(1);
        assertThat(bench.board
                        .wish(PADS, Map.of("publish", "false"), ADA)
                        .wish()
                        .publish())
                .isFalse();
        bench.add(new FakeService("pads"));
        bench.until("pads", Run.UP);
        bench.untilWanted(mdns);

        Object last = bench.add(new FakeService("books").with("cloudy.enabled", "false"));
        bench.until("books", Run.OFF);
        bench.board.vanished(last, false);
        bench.pass(3);
        assertThat(bench.board.all())
                .extracting(LocalService::id)
                .as("what does not come back is gone")
                .containsExactly(PADS);
    }

    @Test
    void whatIsNotWantedAnyMoreWhileItIsMadeAnewIsWithdrawnAndListed() throws Exception {
        Object pads = bench.add(new FakeService("pads"));
        bench.untilWanted(mdns, "org.example/pads/pads");

        bench.board.vanished(pads, false);
        bench.board.wish(PADS, Map.of("publish", "false"), ADA);

        bench.untilWanted(mdns);
        assertThat(bench.service("pads").wish().publish()).isFalse();
    }

    @Test
    void aStrangersServiceIsWithheldAndNarrowed() throws Exception {
        FakePublisher serf = bench.publisher(new FakePublisher("serf", Audience.COMMUNITY).willing());
        bench.add(new FakeService("pads"));
        bench.untilWanted(serf, "org.example/pads/pads");

        bench.board.wish(PADS, Map.of("audience", "lan"), ADA);
        bench.untilWanted(serf);
        assertThat(bench.service("pads").wish()).isEqualTo(new Wish(true, true, Audience.LAN));

        bench.board.wish(PADS, Map.of("publish", "false"), ADA);
        bench.untilWanted(mdns);
        assertThat(bench.settings.files().get(PADS_PID))
                .isEqualTo(Map.of("service", PADS, "publish", "false", "audience", "lan"));
        assertThat(bench.service("pads").run()).isEqualTo(Run.UP);
    }

    @Test
    void aWishHoldsFromTheFirstMomentOfARestart() {
        bench.settings
                .files()
                .put(StrangerWish.PID + "~by-hand", Map.of("service", PADS, "enabled", "false", "audience", "lan"));
        bench.board.wishesChanged();
        var pads = new FakeService("pads");

        bench.add(pads);

        assertThat(bench.until("pads", Run.OFF).wish()).isEqualTo(new Wish(false, true, Audience.LAN));
        assertThat(pads.rounds).hasValue(0);
    }

    @Test
    void aFileOfTheOperatorsIsChangedAndNotDoubled() throws Exception {
        String pid = StrangerWish.PID + "~by-hand";
        bench.settings.files().put(pid, Map.of("service", PADS, "enabled", "false"));
        bench.board.wishesChanged();
        bench.add(new FakeService("pads"));
        bench.until("pads", Run.OFF);

        bench.board.wish(PADS, Map.of("publish", "false"), ADA);
        assertThat(bench.settings.files())
                .containsExactly(Map.entry(pid, Map.of("service", PADS, "enabled", "false", "publish", "false")));

        bench.settings.files().clear();
        bench.board.wishesChanged();
        bench.until("pads", Run.UP);
    }

    @Test
    void whatIsWrongInAFileIsSaid() {
        bench.settings.files().put(PADS_PID, Map.of("service", PADS, "enabled", "maybe"));
        bench.board.wishesChanged();
        bench.add(new FakeService("pads"));

        assertThat(bench.until("pads", Run.MISCONFIGURED).reason())
                .isEqualTo("cloudy.enabled: must be true or false, not \"maybe\"");
    }

    @Test
    void aServiceOfOursIsChangedInItsOwnSettings() throws Exception {
        var serf = own("cloudy.serf");
        serf.declared.put("cloudy.enabled", "false");
        bench.add(serf);
        bench.until("cloudy.serf", Run.UP);

        bench.board.wish("cloudy.serf", Map.of("enabled", "true"), ADA);
        assertThat(bench.settings.files())
                .as("it is off by itself")
                .containsExactly(Map.entry("cloudy.serf", Map.of("cloudy.enabled", "true")));

        bench.board.wish("cloudy.serf", new Wish(false, true, Audience.LAN), ADA);
        assertThat(bench.settings.files().get("cloudy.serf")).isEqualTo(Map.of("cloudy.audience", "lan"));
    }

    @Test
    void otherSettingsOfAServiceStay() throws Exception {
        bench.settings.files().put("cloudy.serf", Map.of("join", "10.0.0.1", "cloudy.publish", "false"));
        bench.add(own("cloudy.serf"));
        bench.until("cloudy.serf", Run.UP);

        bench.board.wish("cloudy.serf", Map.of("enabled", "false"), ADA);

        assertThat(bench.settings.files().get("cloudy.serf"))
                .isEqualTo(Map.of("join", "10.0.0.1", "cloudy.publish", "false", "cloudy.enabled", "false"));
    }

    @Test
    void oneOfAListSaysItInSoManyWords() throws Exception {
        bench.settings.files().put("cloudy.external~pads", Map.of("type", "pads", "enabled", "false"));
        bench.add(own("cloudy.external~pads"));
        bench.until("cloudy.external~pads", Run.UP);

        bench.board.wish("cloudy.external~pads", Map.of("enabled", "true"), ADA);

        assertThat(bench.settings.files().get("cloudy.external~pads"))
                .isEqualTo(Map.of("type", "pads", "enabled", "false", "cloudy.enabled", "true"));
    }

    @Test
    void twoWishesInOneMomentAreBothKept() throws Exception {
        bench.add(own("cloudy.serf"));
        bench.until("cloudy.serf", Run.UP);

        // Nobody has put the first in force yet.
        bench.board.wish("cloudy.serf", Map.of("publish", "false"), ADA);
        bench.board.wish("cloudy.serf", Map.of("enabled", "false"), ADA);
        bench.board.wish("cloudy.serf", Map.of("enabled", "true"), ADA);

        assertThat(bench.settings.files().get("cloudy.serf"))
                .isEqualTo(Map.of("cloudy.publish", "false", "cloudy.enabled", "true"));
    }

    @Test
    void aServiceThatIsOffWhileNothingIsSaidIsSwitchedOnInSoManyWords() throws Exception {
        bench.add(own("cloudy.serf"));
        bench.until("cloudy.serf", Run.UP);

        bench.board.wish("cloudy.serf", Map.of("enabled", "true"), ADA);

        assertThat(bench.settings.files().get("cloudy.serf")).isEqualTo(Map.of("cloudy.enabled", "true"));
    }

    @Test
    void aComponentThatCannotStartCanBeSwitchedOff() throws Exception {
        bench.board.lack(List.of(new Lacking("org.b/x", "org.b", Texts.of("it needs y.Y"), Map.of(), Map.of())));
        bench.loop.run();

        LocalService told = bench.board.wish("org.b/x", Map.of("enabled", "false"), ADA);
        bench.loop.run();

        assertThat(told.wish().enabled()).isFalse();
        assertThat(bench.board.all()).extracting(LocalService::run).containsExactly(Run.OFF);
    }

    @Test
    void refusesAServiceThatIsNotThere() {
        assertThatThrownBy(() -> bench.board.wish("cloudy.nothing", new Wish(true, true, Audience.LAN), ADA))
                .isInstanceOfSatisfying(InvalidFieldException.class, refusal -> assertThat(refusal.field())
                        .isEqualTo("id"));
        assertThat(bench.settings.files()).isEmpty();
    }

    @Test
    void aFullDiskIsSaidAndChangesNothing() {
        bench.add(new FakeService("pads"));
        bench.until("pads", Run.UP);
        bench.settings.full(true);

        assertThatThrownBy(() -> bench.board.wish(PADS, Map.of("enabled", "false"), ADA))
                .isInstanceOf(IOException.class);
        bench.pass(1);
        assertThat(bench.service("pads").run()).isEqualTo(Run.UP);
    }

    @Test
    void everyIdHasANameOfItsOwnThatIsGoodForAFile() {
        List<String> ids = List.of(
                "org.example/pads",
                "org.example-pads",
                "org.example pads",
                "Org.Example/Pads",
                "../../etc/passwd",
                "…",
                "x".repeat(120),
                "x".repeat(119) + "#2",
                "x".repeat(119) + "#3");
        var names = new HashSet<String>();
        for (String id : ids) {
            assertThat(Wishes.name(id)).matches("[A-Za-z0-9_-]{1,64}");
            names.add(Wishes.name(id).toLowerCase(java.util.Locale.ROOT));
        }
        assertThat(names).hasSameSizeAs(ids);
    }

    private static FakeService own(String pid) {
        return new FakeService("x")
                .with("service.pid", pid)
                .with("component.name", pid)
                .inBundle("cloudy");
    }
}
