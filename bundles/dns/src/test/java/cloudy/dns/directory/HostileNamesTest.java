// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import static cloudy.dns.directory.Neighbourhood.NOW;
import static cloudy.dns.directory.Neighbourhood.address;
import static cloudy.dns.directory.Neighbourhood.heard;
import static cloudy.dns.directory.Neighbourhood.own;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.network.Announcement;
import cloudy.api.network.Change;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who wants a name that is not his, or that is none, does not get it. */
class HostileNamesTest {

    private final AtomicLong clock = new AtomicLong(1);
    private final Names names = new Names(false, clock::get);
    private final Neighbourhood directory = new Neighbourhood();

    HostileNamesTest() {
        directory.watch(cloudy.api.network.Query.all(), names::follow);
    }

    @Test
    void aNewcomerDoesNotTakeADevicesName() {
        directory.add(heard("alpha", "10.1.0.1"));
        directory.add(liar("proxy3"), liar("web"), liar("serf"));

        assertThat(addressesOf("alpha")).containsExactly("10.1.0.1");
        assertThat(names.doubles(10)).containsExactly("alpha");
        // His services are found, but not as alpha's.
        assertThat(names.branch("proxy3", true).orElseThrow().items)
                .extracting(item -> item.label)
                .containsExactlyInAnyOrder("Service of alpha @alpha", "Service of alpha @10.6.6.6");
    }

    @Test
    void aNameIsHeldForItsOwnerADay() {
        directory.add(heard("alpha", "10.1.0.1"), liar("proxy3")).remove(heard("alpha", "10.1.0.1"));
        assertThat(names.device("alpha")).isEmpty();

        clock.addAndGet(Device.HELD_MS / 2);
        directory.add(liar("web"));
        assertThat(names.device("alpha")).isEmpty();
        directory.add(heard("alpha", "10.1.0.8"));
        assertThat(addressesOf("alpha")).containsExactly("10.1.0.8");

        directory.remove(heard("alpha", "10.1.0.8"));
        clock.addAndGet(Device.HELD_MS + 1);
        directory.add(liar("serf"));
        assertThat(addressesOf("alpha")).containsExactly("10.6.6.6");
    }

    @Test
    void aNameIsHeldWhenNobodySpeaksInItAnyMore() {
        directory.add(heard("alpha", "10.1.0.1")).remove(heard("alpha", "10.1.0.1"));
        directory.add(liar("proxy3"));
        assertThat(names.device("alpha")).isEmpty();

        directory.lose();
        assertThat(names.device("alpha")).isEmpty();
    }

    @Test
    void aDeviceThatWasSetUpAnewAtItsAddressHasItsNameAtOnce() {
        directory.add(heard("alpha", "10.1.0.1")).remove(heard("alpha", "10.1.0.1"));
        directory.add(heard("alpha", "10.1.0.1").nodeId(Optional.of("another")));

        assertThat(names.device("alpha").orElseThrow().owner()).isEqualTo("another");
    }

    @Test
    void theNodesOwnNameIsItsOwnWheneverItComes() {
        directory.add(liar("proxy3"));
        assertThat(addressesOf("alpha")).containsExactly("10.6.6.6");
        directory.add(own("alpha", "10.1.0.1"));

        assertThat(addressesOf("alpha")).containsExactly("10.1.0.1");
        assertThat(names.branch("proxy3", true).orElseThrow().items)
                .extracting(item -> item.label)
                .containsExactly("Service of alpha @alpha", "Service of alpha @10.6.6.6");
        // Nor by borrowing its id.
        directory.add(liar("serf").nodeId(Optional.of("idown")), liar("web").nodeId(Optional.of("idown")));
        assertThat(addressesOf("alpha")).containsExactly("10.1.0.1");
    }

    @Test
    void whoBorrowsAnIdDoesNotMoveTheNameThatWasThereBefore() {
        directory.add(heard("alpha", "10.1.0.1"));
        for (int port = 1; port < 20; port++) {
            directory.add(heard("alpha", "10.6.6.6", "serf", port).firstHeard(NOW.plusSeconds(3_600)));
        }

        assertThat(addressesOf("alpha")).containsExactly("10.1.0.1");
    }

    @Test
    void twoInstancesNeverShareALabel() {
        for (int port = 1; port <= 50; port++) {
            directory.add(
                    heard("alpha", "10.1.0.1", "web", port).description(port % 2 == 0 ? "PÀGINA web" : "PÀGINA WEB"));
        }

        Branch branch = names.branch("web", true).orElseThrow();
        assertThat(branch.items).hasSize(50);
        assertThat(branch.items.stream().map(item -> Labels.folded(item.label))).doesNotHaveDuplicates();
        assertThat(branch.items).allSatisfy(item -> assertThat(branch.find(Labels.folded(item.label)))
                .contains(item));
        directory.remove(heard("alpha", "10.1.0.1", "web", 1));
        assertThat(branch.items).hasSize(49).allSatisfy(item -> assertThat(branch.find(Labels.folded(item.label)))
                .contains(item));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wpad",
                "WPAD",
                "localhost",
                "localhost.localdomain",
                "isatap",
                "",
                ".",
                "-a",
                "a-",
                "a b",
                "a_b",
                "*",
                "xn--a",
                "a\nb",
                "a;b",
                "$(id)",
                "àlpha",
                "\u212Aelvin",
                "a\u0000"
            })
    void aHostThatIsNoNameHasNone(String host) {
        directory.add(heard("alpha", "10.1.0.1").host(host));

        assertThat(names.devices()).isEmpty();
        assertThat(names.branch("proxy3", true).orElseThrow().items.first().label)
                .endsWith(" @10.1.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wpad",
                "isatap",
                "Localhost",
                "",
                "a.b",
                "_tcp",
                "a_b",
                "sixteen-letters-",
                "tipus-de-serveis",
                "ñ"
            })
    void aTypeThatIsNoLabelHasNoName(String type) {
        directory.add(heard("alpha", "10.1.0.1").type(type));

        assertThat(names.size()).isZero();
        assertThat(names.branches(10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "127.9.9.9", "0.0.0.0", "0.1.2.3", "169.254.1.1", "224.0.0.251", "239.1.1.1", "240.0.0.1",
                "255.255.255.255", "::1", "::", "fe80::1", "ff02::fb", "::7f00:1", "64:ff9b::7f00:1", "2002:7f00:1::1",
                "2001:0:7f00:1::1"
            })
    void anAddressThatLeadsBackOrNowhereHasNoName(String address) {
        directory.add(heard("alpha", address));

        assertThat(names.size()).isZero();
        assertThat(names.has(address(address))).isFalse();
    }

    @Test
    void aThousandWhoSpeakInOneNameCostLittleAndGetNothing() {
        directory.add(heard("alpha", "10.1.0.1"));
        for (int i = 0; i < 20_000; i++) {
            Announcement lie = heard("alpha", "10." + (2 + i / 62_500) + '.' + i / 250 % 250 + '.' + (1 + i % 250))
                    .nodeId(Optional.of("liar" + i))
                    .build();
            names.follow(List.of(Change.of(Change.Kind.APPEARED, lie)));
        }

        assertThat(addressesOf("alpha")).containsExactly("10.1.0.1");
        assertThat(names.size()).isEqualTo(20_001);
    }

    private static Announcement.Builder liar(String type) {
        return heard("alpha", "10.6.6.6", type, 3128).nodeId(Optional.of("liar"));
    }

    private List<String> addressesOf(String device) {
        return names.device(device).orElseThrow().addresses().stream()
                .map(java.net.InetAddress::getHostAddress)
                .toList();
    }
}
