// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Protocol;
import cloudy.mdns.wire.Name;
import cloudy.mdns.wire.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryTest {

    @Test
    void claimsAnInstanceAndLeadsToIt() {
        Name host = Say.host("alpha");
        Entry entry = Entry.service("Web @alpha", Say.type("web"), host, 80, List.of("a=1"));
        Name owner = Name.of("Web @alpha", "_web", "_tcp", "local");

        assertThat(entry.owner()).isEqualTo(owner);
        assertThat(entry.unique()).containsExactly(Say.server(owner, host, 80), Say.text(owner, "a=1"));
        assertThat(entry.shared())
                .containsExactly(
                        Say.pointer(Say.type("web"), owner),
                        Say.pointer(Name.of("_services", "_dns-sd", "_udp", "local"), Say.type("web")));
        assertThat(entry.unique()).allMatch(Resource::unique);
        assertThat(entry.shared()).noneMatch(Resource::unique);
    }

    @Test
    void claimsAHost() {
        Entry entry = Entry.host(Say.host("alpha"), Say.address("10.0.0.1"));

        assertThat(entry.records()).containsExactly(Say.address(Say.host("alpha"), "10.0.0.1"));
    }

    @Test
    void readsServiceTypes() {
        assertThat(ServiceType.of(Name.of("_Docker", "_UDP", "LOCAL")))
                .contains(new ServiceType("Docker", Protocol.UDP));
        assertThat(ServiceType.of(Name.of("_x", "_sub", "_web", "_tcp", "local")))
                .contains(new ServiceType("web", Protocol.TCP));
        assertThat(new ServiceType("web", Protocol.TCP).name()).isEqualTo(Say.type("web"));
        assertThat(ServiceType.of(Name.of("_", "_tcp", "local"))).isEmpty();
        assertThat(ServiceType.of(Name.of("web", "_tcp", "local"))).isEmpty();
        assertThat(ServiceType.of(Name.of("_web", "_sctp", "local"))).isEmpty();
        assertThat(ServiceType.of(Name.of("_web", "_tcp", "example"))).isEmpty();
        assertThat(ServiceType.of(Name.of("_web", "_tcp"))).isEmpty();
        assertThat(ServiceType.of(Name.of())).isEmpty();
    }

    @Test
    void comparesClaimsAsTheRfcHasIt() {
        Name host = Say.host("alpha");
        Entry ours = Entry.host(host, Say.address("169.254.99.200"));

        // The example of RFC 6762, 8.2.
        assertThat(TieBreak.loses(ours, List.of(Say.address(host, "169.254.200.50")), address -> false))
                .isTrue();
        assertThat(TieBreak.loses(ours, List.of(Say.address(host, "169.254.99.199")), address -> false))
                .isFalse();
        assertThat(TieBreak.loses(ours, List.of(Say.address(host, "169.254.99.200")), address -> false))
                .isFalse();
        assertThat(TieBreak.loses(ours, List.of(), address -> false)).isFalse();
        assertThat(TieBreak.loses(
                        ours, List.of(Say.address(host, "169.254.99.200"), Say.text(host, "more")), address -> false))
                .isTrue();
    }

    @Test
    void countsKinds() {
        var tally = new Tally<String>();
        tally.add("a");
        tally.add("a");
        tally.add("a");
        tally.add("b");

        assertThat(tally.count("a")).isEqualTo(3);
        assertThat(tally.largerThan("b")).contains("a");
        assertThat(tally.largerThan("a")).isEmpty();
        tally.remove("a");
        tally.remove("b");
        tally.remove("b");
        assertThat(tally.count("b")).isZero();
        assertThat(tally.largerThan("c")).contains("a");
    }
}
