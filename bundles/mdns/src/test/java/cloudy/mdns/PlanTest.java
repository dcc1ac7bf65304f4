// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.Text;
import cloudy.api.Txt;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import cloudy.mdns.wire.Name;
import cloudy.mdns.wire.Rdata;
import cloudy.mdns.wire.Resource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Name HOST = Say.host("alpha");
    private static final Wanted WEB = new Wanted("w", Offer.of("web", "Web", 80).with(Txt.parse("a=1&b=2")));

    private final Plan plan = new Plan("alpha", "a1b2c3d4e5f60718");

    @Test
    void saysNothingAtAllWhenNothingIsWanted() {
        assertThat(entries()).isEmpty();

        plan.want(List.of(WEB));
        assertThat(entries()).isNotEmpty();
        plan.want(List.of());
        assertThat(entries()).isEmpty();
    }

    @Test
    void announcesHostAndNodeAndServicesInTheFormOfTheOriginal() {
        plan.want(List.of(WEB));

        assertThat(entries())
                .containsExactly(
                        Entry.host(HOST, Say.address("10.0.0.1")),
                        Entry.service("alpha", Plan.NODE_TYPE, HOST, 0, List.of("id=a1b2c3d4e5f60718")),
                        Entry.service("Web @alpha", Say.type("web"), HOST, 80, List.of("a=1 b=2")));
        assertThat(HOST).hasToString("alpha.guifi.local");
        assertThat(plan.names(WEB)).containsExactly(Say.type("web").child("Web @alpha"), HOST);
        assertThat(plan.obstacle(WEB)).isEmpty();
    }

    @Test
    void givesHostsShortLivesAndTheRestLongOnes() {
        plan.want(List.of(WEB));

        assertThat(entries().stream().flatMap(Entry::records)).allSatisfy(record -> assertThat(record.ttl())
                .isEqualTo(
                        record.data() instanceof Rdata.Server || record.data() instanceof Rdata.Address ? 120 : 4_500));
    }

    @Test
    void keepsCapitalLettersAndKnowsUdp() {
        plan.want(List.of(new Wanted("d", Offer.of("Docker", "img", 80).over(Protocol.UDP))));

        assertThat(owners()).contains("img @alpha._Docker._udp.local");
    }

    @Test
    void namesAnAddressThatIsAnothersBelowItsOwnName() {
        var printer = new Wanted("p", Offer.of("printer", "Printer", 631).at(Say.address("10.0.0.200")));
        plan.want(List.of(printer));

        Name foreign = Name.of("10-0-0-200", "alpha", "guifi", "local");
        assertThat(entries()).contains(Entry.host(foreign, Say.address("10.0.0.200")));
        assertThat(entries().stream().flatMap(Entry::records).map(Resource::data))
                .contains(new Rdata.Server(foreign, 631));
        assertThat(plan.names(printer)).contains(foreign);
    }

    @Test
    void announcesAnAddressThatSeveralServicesShareOnce() {
        plan.want(List.of(
                new Wanted("p", Offer.of("printer", "Printer", 631).at(Say.address("10.0.0.200"))),
                new Wanted("q", Offer.of("scanner", "Scanner", 632).at(Say.address("10.0.0.200")))));

        assertThat(owners()).doesNotHaveDuplicates().hasSize(5);
    }

    @Test
    void tellsServicesOfOneDescriptionApart() {
        plan.want(List.of(
                new Wanted("1", Offer.of("Docker", "nginx", 80)),
                new Wanted("2", Offer.of("Docker", "nginx", 81)),
                new Wanted("3", Offer.of("Docker", "nginx", 81)),
                new Wanted("4", Offer.of("web", "nginx", 82))));

        assertThat(owners())
                .contains(
                        "nginx @alpha._Docker._tcp.local",
                        "nginx (81) @alpha._Docker._tcp.local",
                        "nginx (2) @alpha._Docker._tcp.local",
                        "nginx @alpha._web._tcp.local");
    }

    @Test
    void doesNotRenameAServiceWhenAnotherComesOrGoes() {
        var first = new Wanted("1", Offer.of("Docker", "nginx", 80));
        var second = new Wanted("2", Offer.of("Docker", "nginx", 81));
        plan.want(List.of(first, second));
        entries();

        plan.want(List.of(second));
        assertThat(owners()).contains("nginx (81) @alpha._Docker._tcp.local");

        plan.want(List.of(first, second));
        assertThat(owners()).contains("nginx @alpha._Docker._tcp.local", "nginx (81) @alpha._Docker._tcp.local");

        // More important than both, and yet the last to come.
        plan.want(List.of(new Wanted("0", Offer.of("Docker", "nginx", 82)), second));
        assertThat(owners()).contains("nginx @alpha._Docker._tcp.local", "nginx (81) @alpha._Docker._tcp.local");
    }

    @Test
    void keepsTheNameOfAServiceThatMovesToAnotherPort() {
        plan.want(List.of(new Wanted("1", Offer.of("web", "Web", 80))));
        List<String> before = owners();
        plan.want(List.of(new Wanted("1", Offer.of("web", "Web", 8080))));

        assertThat(owners()).isEqualTo(before);
        plan.want(List.of(new Wanted("1", Offer.of("web", "Other", 8080))));
        assertThat(owners()).isNotEqualTo(before);
    }

    @Test
    void tellsLongDescriptionsApartThatAreCutToTheSame() {
        String text = "à".repeat(60);
        plan.want(List.of(
                new Wanted("1", Offer.of("web", text + "1", 80)), new Wanted("2", Offer.of("web", text + "2", 81))));

        assertThat(owners()).doesNotHaveDuplicates();
        assertThat(entries()).hasSize(4).allSatisfy(entry -> assertThat(
                        Text.utf8Length(entry.owner().first()))
                .isLessThanOrEqualTo(63));
    }

    @Test
    void takesASecondNameWhenAServicesNameIsTaken() {
        plan.want(List.of(WEB));
        entries();

        assertThat(plan.taken(Say.type("web").child("Web @alpha"))).isPresent();

        assertThat(owners()).contains("Web (a1b2) @alpha._web._tcp.local").doesNotContain("Web @alpha._web._tcp.local");
        assertThat(plan.obstacle(WEB)).isEmpty();
    }

    @Test
    void withholdsAServiceWhoseSecondNameIsTakenTooAndTriesAgain() {
        var chat = new Wanted("c", Offer.of("chat", "Chat", 90));
        plan.want(List.of(WEB, chat));
        entries();
        plan.taken(Say.type("chat").child("Chat @alpha"));
        plan.taken(Say.type("web").child("Web @alpha"));
        entries();
        plan.taken(Say.type("web").child("Web (a1b2) @alpha"));

        assertThat(owners()).noneMatch(owner -> owner.endsWith("_web._tcp.local"));
        assertThat(plan.names(WEB)).isEmpty();
        assertThat(plan.obstacle(WEB)).get().satisfies(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.WITHHELD);
            assertThat(outcome.reason()).contains("already announce");
        });
        assertThat(plan.gaveUp()).isTrue();

        plan.forgive();
        assertThat(plan.gaveUp()).isFalse();
        assertThat(owners()).contains("Web @alpha._web._tcp.local", "Chat (a1b2) @alpha._chat._tcp.local");
    }

    @Test
    void takesASecondNameForTheWholeNodeWhenItsHostNameIsTaken() {
        plan.want(List.of(WEB));
        entries();
        plan.taken(Say.type("web").child("Web @alpha"));

        assertThat(plan.taken(HOST)).contains("another host on the LAN is called alpha");

        assertThat(owners())
                .containsExactly(
                        "alpha-a1b2.guifi.local",
                        "alpha-a1b2._cloudy-node._tcp.local",
                        "Web @alpha-a1b2._web._tcp.local");
    }

    @Test
    void changesOnlyTheHostsNameWhateverComesFirst() {
        plan.want(List.of(WEB));
        entries();

        plan.taken(HOST);
        assertThat(plan.taken(Say.type("web").child("Web @alpha"))).isEmpty();

        assertThat(owners()).contains("Web @alpha-a1b2._web._tcp.local");
    }

    @Test
    void takesItsNodeRecordForItsHostName() {
        plan.want(List.of(WEB));
        entries();

        assertThat(plan.taken(Plan.NODE_TYPE.child("alpha"))).isPresent();

        assertThat(owners()).contains("alpha-a1b2.guifi.local");
    }

    @Test
    void withholdsEverythingWhenBothHostNamesAreTaken() {
        plan.want(List.of(WEB));
        entries();
        plan.taken(HOST);
        entries();
        plan.taken(Say.host("alpha-a1b2"));

        assertThat(entries()).isEmpty();
        assertThat(plan.obstacle(WEB)).get().satisfies(outcome -> assertThat(outcome.reason())
                .contains("alpha and alpha-a1b2"));
        plan.forgive();
        assertThat(owners()).contains("alpha.guifi.local");
    }

    @Test
    void caresForNoNameThatIsNotItsOwn() {
        plan.want(List.of(WEB));
        entries();

        assertThat(plan.taken(Say.host("beta"))).isEmpty();
        assertThat(plan.taken(Say.type("web").child("Web @beta"))).isEmpty();
        assertThat(owners()).contains("Web @alpha._web._tcp.local");
    }

    @Test
    void fitsTheLongestNodeName() {
        var long63 = new Plan("n".repeat(63), "a1b2c3d4e5f60718");
        long63.want(List.of(WEB));
        assertThat(long63.entries(Say.address("10.0.0.1"))).hasSize(3);

        long63.taken(Say.host("n".repeat(63)));
        assertThat(long63.entries(Say.address("10.0.0.1")).get(0).owner().first())
                .hasSize(63)
                .endsWith("-a1b2");
    }

    @Test
    void hasNoRoomForMoreThanItsLimit() {
        List<Wanted> many = IntStream.range(0, Plan.MAX + 5)
                .mapToObj(i -> new Wanted("id" + i, Offer.of("web", "Web " + i, 80)))
                .toList();
        plan.want(many);

        assertThat(entries()).hasSize(Plan.MAX + 2);
        assertThat(plan.obstacle(many.get(0))).isEmpty();
        assertThat(plan.obstacle(many.get(Plan.MAX)))
                .get()
                .extracting(Outcome::kind)
                .isEqualTo(Outcome.Kind.NO_ROOM);
    }

    private List<Entry> entries() {
        return plan.entries(Say.address("10.0.0.1"));
    }

    private List<String> owners() {
        return entries().stream().map(entry -> entry.owner().toString()).toList();
    }
}
