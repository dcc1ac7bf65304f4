// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.testing.MemoryNotices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HellosTest {

    private static final String EVENTS = "/rest/events?events=DeviceConnected,DeviceDisconnected&limit=256&timeout=0";
    private static final String DEVICE = "P56IOI7-MZJNU2Y-IQGDREY-DM2MGTI-MGL3BXN-PQ6W5BM-TBBZ4TJ-XZWICQ2";

    @TempDir
    private Path folder;

    @Test
    void takesAGreetingWithoutANameAndAPartingForRefusal() throws IOException {
        Hellos hellos = hellos(came("", 0), went(1));

        assertThat(hellos.refused()).containsExactly(DEVICE);
        assertThat(hellos.left()).isEmpty();
    }

    @Test
    void knowsWhoHasKnownThisDeviceBefore() throws IOException {
        assertThat(hellos(came("bert", 0), went(3_000), came("", 3_001), went(3_002)))
                .isEqualTo(new Hellos(Set.of(DEVICE), Set.of(DEVICE)));
    }

    @Test
    void forgivesWhoKnowsThisDeviceAgain() throws IOException {
        assertThat(hellos(came("", 0), went(1), came("bert", 20)).refused()).isEmpty();
    }

    @Test
    void takesAConnectionThatHoldsForNoRefusal() throws IOException {
        // Whoever wants to can have Syncthing call a device nothing at all.
        assertThat(hellos(came("", 0)).refused()).isEmpty();
        assertThat(hellos(came("", 0), went(60)).refused()).isEmpty();
        assertThat(hellos(came("bert", 0), went(1)).refused()).isEmpty();
        assertThat(hellos(went(1)).refused()).isEmpty();
    }

    @Test
    void livesWithEventsThatMakeNoSense() throws IOException {
        assertThat(hellos("{}", "{\"type\": \"DeviceConnected\", \"time\": 7, \"data\": []}", went(1))
                        .refused())
                .isEmpty();
    }

    @Test
    void tellsTheOperatorUntilTheDeviceIsRemovedHereToo() throws Exception {
        var board = new MemoryNotices();
        try (var fake = new FakeSyncthing()) {
            SyncthingService service = fake.service(folder);
            service.notices = board;
            fake.says("/rest/config/devices", "[{\"deviceID\": \"" + DEVICE + "\", \"name\": \"<b>bert</b>\"}]");
            service.check();
            assertThat(board.standing()).isEmpty();

            fake.says(EVENTS, '[' + came("bert", 0) + ',' + went(9) + ',' + came("", 20) + ',' + went(21) + ']');
            service.check();
            assertThat(board.standing()).containsOnlyKeys("syncthing:left:" + DEVICE);
            assertThat(board.standing().values()).first().asString().contains("“<b>bert</b>” does not know this node");

            fake.says("/rest/config/devices", "[]");
            service.check();
            assertThat(board.standing()).isEmpty();
            service.stop();
        }
    }

    @Test
    void takesNobodyForGoneWhoHasOnlyNotAcceptedYet() throws Exception {
        var board = new MemoryNotices();
        new Connected(folder)
                .put(new Connected.Entry(
                        new DeviceId(DEVICE), "bert", "tcp://10.1.2.3:22000", true, List.of(), Instant.EPOCH));
        try (var fake = new FakeSyncthing()) {
            SyncthingService service = fake.service(folder);
            service.notices = board;
            fake.says("/rest/config/devices", "[{\"deviceID\": \"" + DEVICE + "\"}]");
            fake.says(EVENTS, '[' + came("", 20) + ',' + went(21) + ']');
            service.check();
            assertThat(board.standing()).isEmpty();
            service.stop();
        }
    }

    private static Hellos hellos(String... events) throws IOException {
        return Hellos.of(Facts.list(
                SyncthingClient.JSON.read(('[' + String.join(",", events) + ']').getBytes(StandardCharsets.UTF_8))));
    }

    private static String came(String name, int second) {
        return event("DeviceConnected", second, ", \"deviceName\": \"" + name + '"');
    }

    private static String went(int second) {
        return event("DeviceDisconnected", second, ", \"error\": \"reading length: EOF\"");
    }

    private static String event(String type, int second, String more) {
        // As 1.19 writes times: nine digits, and the zone of the program.
        return "{\"id\": 1, \"type\": \"%s\", \"time\": \"%s.000000001+01:00\", \"data\": {\"id\": \"%s\"%s}}"
                .formatted(type, Instant.EPOCH.plusSeconds(second).toString().replace("Z", ""), DEVICE, more);
    }
}
