// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static cloudy.shell.FakeDirectory.heard;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchCommandTest {

    private final FakeDirectory directory = new FakeDirectory();
    private final KarafShell shell = new KarafShell(directory);

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void listsWhatIsAnnounced() throws Exception {
        directory.known.add(FakeDirectory.own());
        directory.known.add(FakeDirectory.pads());

        assertThat(at(Duration.ofSeconds(12), new SearchCommand()))
                .isEqualTo(
                        """
                TYPE        DESCRIPTION        NODE    ADDRESS            SOURCE  AGE   DISTANCE
                dnsservice  DNSService_System  node-a  10.139.40.22:53    mdns    12 s  here
                etherpad    Shared pads        node-b  10.139.40.22:9001  mdns    12 s  3.2 ms
                """);
    }

    @Test
    void showsWhatTheAnnouncementLeavesOpen() throws Exception {
        directory.known.add(heard("camera", "相机").build());

        assertThat(at(Duration.ofMinutes(5), new SearchCommand()))
                .isEqualTo(
                        """
                TYPE    DESCRIPTION  NODE  ADDRESS       SOURCE  AGE    DISTANCE
                camera  相机               10.139.40.22  mdns    5 min  -
                """);
    }

    @Test
    void cutsNothingOffWhenAskedForAll() throws Exception {
        directory.known.add(heard("etherpad", "x".repeat(60)).build());
        directory.known.add(FakeDirectory.pads());
        assertThat(shell.run("cloudy:search")).contains("x".repeat(39) + "…").doesNotContain("path=/pads");

        assertThat(shell.run("cloudy:search --long")).contains("x".repeat(60)).contains("path=/pads");
    }

    @Test
    void looksForATypeANodeAndWords() throws Exception {
        directory.known.add(FakeDirectory.own());
        directory.known.add(FakeDirectory.pads());

        assertThat(shell.run("cloudy:search --type ETHERPAD")).contains("pads").doesNotContain("DNS");
        assertThat(shell.run("cloudy:search -n 0123456789abcdef"))
                .contains("pads")
                .doesNotContain("DNS");
        assertThat(shell.run("cloudy:search --node node-a")).contains("DNS").doesNotContain("pads");
        assertThat(shell.run("cloudy:search Shared pads")).contains("pads").doesNotContain("DNS");
    }

    @Test
    void canBePiped() throws Exception {
        directory.known.add(FakeDirectory.own());
        directory.known.add(FakeDirectory.pads());

        assertThat(shell.run("cloudy:search | grep --color never pads").lines())
                .singleElement()
                .asString()
                .contains("Shared pads");
    }

    @Test
    void saysInOneLineWhyNothingIsFound() throws Exception {
        assertThat(shell.run("cloudy:search"))
                .isEqualTo("Nothing is announced yet, neither by this node nor by a neighbour.\n");

        directory.known.add(FakeDirectory.pads());
        assertThat(shell.run("cloudy:search --type ipfs --node node-b big files"))
                .isEqualTo("Of 1 announcement known, none is of the type \"ipfs\" and comes from the node \"node-b\""
                        + " and holds \"big files\".\n");
        directory.known.add(FakeDirectory.own());
        assertThat(shell.run("cloudy:search nonsense"))
                .isEqualTo("Of 2 announcements known, none holds \"nonsense\".\n");
    }

    @Test
    void saysWhenThereIsMoreThanItShows() throws Exception {
        directory.known.addAll(List.of(FakeDirectory.own(), FakeDirectory.pads()));

        assertThat(shell.run("cloudy:search --limit 1").lines())
                .hasSize(3)
                .last()
                .isEqualTo("There are more than these 1: ask for a type, a node or a word, or raise --limit.");
        assertThat(shell.run("cloudy:search --limit 2").lines()).hasSize(3);
        assertThat(shell.refuse("cloudy:search --limit 0"))
                .isEqualTo("--limit: must be between 1 and 99999, not \"0\"");
    }

    @Test
    void showsWhatStrangersWriteAsText() throws Exception {
        directory.known.add(
                heard("x\u001b[2J", "\u202eevil\u2066\u200b").host("a\u009bb").build());

        assertThat(shell.run("cloudy:search --long"))
                .contains("x�[2J", "�evil��", "a�b")
                .matches("[^\\p{Cc}\\p{Cf}]*\\R[^\\p{Cc}\\p{Cf}]*\\R");
    }

    @Test
    void completesTypesAndNodesThatAreAnnounced() {
        directory.known.addAll(List.of(FakeDirectory.own(), FakeDirectory.pads()));

        assertThat(shell.complete("cloudy:search --type ")).containsExactly("dnsservice", "etherpad");
        assertThat(shell.complete("cloudy:search --type eth")).containsExactly("etherpad");
        assertThat(shell.complete("cloudy:search --node ")).containsExactly("0123456789abcdef", "node-a", "node-b");
        assertThat(shell.complete("cloudy:search --")).contains("--type", "--node", "--long", "--limit");
    }

    @Test
    void proposesNothingThatTheShellWouldRun() {
        directory.known.addAll(List.of(
                heard("$(shutdown)", "x").host("a;b").build(),
                heard("-t", "x").host("a b").build(),
                heard("`x`", "x").host("\u202ea").build(),
                heard("good", "x").host("good").build()));

        assertThat(shell.complete("cloudy:search --type ")).containsExactly("good");
        assertThat(shell.complete("cloudy:search --node ")).containsExactly("good");
    }

    private String at(Duration later, SearchCommand command) throws Exception {
        var bytes = new ByteArrayOutputStream();
        command.directory = directory;
        command.out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        command.clock = Clock.fixed(FakeDirectory.NOW.plus(later), ZoneOffset.UTC);
        command.execute();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
