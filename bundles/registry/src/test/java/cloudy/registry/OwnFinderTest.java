// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Audience;
import cloudy.api.Node;
import cloudy.api.Offer;
import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import cloudy.api.network.Trust;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnFinderTest {

    private final Bench bench = new Bench();
    private final OwnFinder finder = new OwnFinder(bench.board);
    private final Directory directory = new Directory();

    @AfterEach
    void close() {
        finder.close();
        bench.close();
    }

    @Test
    void bringsWhatIsAnnouncedAtDistanceZero() throws Exception {
        finder.find(directory);
        bench.board.locate(new FakeNode("roof", "10.1.2.3"));
        bench.add(new FakeService("pads").with("cloudy.txt", "path=/p"));

        bench.await(() -> directory.known.containsKey("org.example/pads/pads"));

        Announcement pads = directory.known.get("org.example/pads/pads");
        assertThat(pads.type()).isEqualTo("pads");
        assertThat(pads.description()).isEqualTo("Service pads");
        assertThat(pads.host()).isEqualTo("roof");
        assertThat(pads.nodeId()).contains("00000000deadbeef");
        assertThat(pads.address()).isEqualTo(InetAddress.getByName("10.1.2.3"));
        assertThat(pads.port()).isEqualTo(9001);
        assertThat(pads.txt()).isEqualTo(Txt.parse("path=/p"));
        assertThat(pads.carrier()).isEqualTo(finder.carrier()).isEqualTo("own");
        assertThat(pads.reach()).isEqualTo(Audience.COMMUNITY);
        assertThat(pads.distance()).contains(Duration.ZERO);
        assertThat(pads.trust()).isEqualTo(Trust.OWN);
    }

    @Test
    void takesBackWhatIsWithdrawn() {
        finder.find(directory);
        Object reference = bench.add(new FakeService("pads"));
        bench.add(new FakeService("wall"));
        bench.await(() -> directory.known.size() == 2);

        bench.board.vanished(reference, true);

        bench.await(() -> directory.known.size() == 1);
        assertThat(directory.known).containsOnlyKeys("org.example/wall/wall");
    }

    @Test
    void tellsADirectoryThatComesLaterEverything() {
        bench.add(new FakeService("pads"));
        finder.find(directory);
        bench.await(() -> directory.known.size() == 1);
        var late = new Directory();

        finder.find(late);

        await().until(() -> late.known.size() == 1);
    }

    @Test
    void tellsOnlyWhatChanged() {
        finder.find(directory);
        bench.add(new FakeService("a"));
        bench.await(() -> directory.known.size() == 1);
        bench.add(new FakeService("b"));
        bench.await(() -> directory.known.size() == 2);
        bench.pass(300);

        assertThat(directory.heard).containsExactly("org.example/a/a", "org.example/b/b");
    }

    @Test
    void followsTheNodesNameAndAddress() {
        finder.find(directory);
        bench.add(new FakeService("a"));
        bench.await(() -> directory.known.size() == 1);
        assertThat(directory.known.get("org.example/a/a").address().isLoopbackAddress())
                .isTrue();

        var node = new FakeNode("roof", "10.1.2.3");
        bench.board.locate(node);
        bench.await(() -> directory.host("org.example/a/a").equals("roof 10.1.2.3"));

        // Nobody says so, but the next round of any service notices.
        node.address = "10.1.2.4";
        bench.pass(34);
        bench.await(() -> directory.host("org.example/a/a").equals("roof 10.1.2.4"));
    }

    @Test
    void aNodeThatFailsIsTheLastOneKnown() {
        finder.find(directory);
        var node = new FakeNode("roof", "10.1.2.3");
        bench.board.locate(node);
        bench.add(new FakeService("a"));
        bench.await(() -> directory.known.size() == 1);

        node.address = null;
        bench.add(new FakeService("b"));

        bench.await(() -> directory.known.size() == 2);
        assertThat(directory.host("org.example/b/b")).isEqualTo("roof 10.1.2.3");
    }

    @Test
    void showsForeignAddressesAsTheyAre() throws Exception {
        InetAddress elsewhere = InetAddress.getByName("10.9.9.9");
        finder.find(directory);
        bench.add(new FakeService("a")
                .offering(
                        described -> List.of(Offer.of("a", "A", 1).at(elsewhere).to(Audience.LAN))));

        bench.await(() -> directory.known.size() == 1);

        assertThat(directory.known.get("org.example/a/a").address()).isEqualTo(elsewhere);
        assertThat(directory.known.get("org.example/a/a").reach()).isEqualTo(Audience.LAN);
    }

    @Test
    void aDirectoryThatWentOrThrowsHarmsNoOther() {
        var gone = new Directory();
        gone.closed = true;
        finder.find(gone);
        finder.find(new Finder.Sink() {
            @Override
            public boolean heard(Announcement announcement) {
                throw new IllegalStateException("meant to be logged");
            }

            @Override
            public void gone(String id) {
                throw new IllegalStateException("meant to be logged");
            }
        });
        finder.find(directory);
        Object reference = bench.add(new FakeService("a"));
        bench.await(() -> directory.known.size() == 1);
        bench.add(new FakeService("b"));
        bench.await(() -> directory.known.size() == 2);

        assertThat(gone.heard).hasSize(1);
        bench.board.vanished(reference, true);
        bench.await(() -> directory.known.size() == 1);
    }

    private static final class Directory implements Finder.Sink {

        private final Map<String, Announcement> known = new ConcurrentHashMap<>();
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private volatile boolean closed;

        @Override
        public boolean heard(Announcement announcement) {
            known.put(announcement.id(), announcement);
            heard.add(announcement.id());
            return !closed;
        }

        @Override
        public void gone(String id) {
            known.remove(id);
        }

        String host(String id) {
            Announcement entry = known.get(id);
            return entry.host() + " " + entry.address().getHostAddress();
        }
    }

    private static final class FakeNode implements Node {

        private final String name;
        private volatile String address;

        FakeNode(String name, String address) {
            this.name = name;
            this.address = address;
        }

        @Override
        public String id() {
            return "00000000deadbeef";
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Optional<InetAddress> address(Audience network) {
            try {
                return Optional.of(InetAddress.getByName(
                        Optional.ofNullable(address).orElseThrow(() -> new IllegalStateException("stopped"))));
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public byte[] publicKey() {
            return new byte[0];
        }
    }
}
