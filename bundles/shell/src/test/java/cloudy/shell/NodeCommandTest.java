// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.testing.SomeNode;
import org.junit.jupiter.api.Test;

class NodeCommandTest {

    private static final SomeNode NODE =
            SomeNode.named("node-a").with(Audience.LAN, FakeDirectory.address("192.168.1.5"));

    @Test
    void saysWhoThisNodeIs() throws Exception {
        var directory = new FakeDirectory();
        directory.known.add(FakeDirectory.pads());
        try (var shell = new KarafShell(NODE, directory)) {
            assertThat(shell.run("cloudy:node"))
                    .isEqualTo(
                            """
                    id             0123456789abcdef
                    name           node-a
                    address        192.168.1.5 (lan)
                    address        none (community)
                    announcements  1
                    """);
        }
    }

    @Test
    void doesWithoutTheDirectory() throws Exception {
        try (var shell = new KarafShell(NODE)) {
            assertThat(shell.run("cloudy:node")).endsWith("announcements  the directory is not running\n");
        }
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        try (var shell = new KarafShell()) {
            assertThat(shell.refuse("cloudy:node"))
                    .isEqualTo("This needs the bundle cloudy.node, which is not running: see bundle:list.");
        }
    }

    @Test
    void hasHelp() throws Exception {
        try (var shell = new KarafShell()) {
            assertThat(shell.run("cloudy:node --help")).contains("Shows who this node is");
        }
    }
}
