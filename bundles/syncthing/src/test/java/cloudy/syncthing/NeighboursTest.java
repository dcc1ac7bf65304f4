// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeighboursTest {

    private static final DeviceId OTHER =
            new DeviceId("P56IOI7-MZJNU2Y-IQGDREY-DM2MGTI-MGL3BXN-PQ6W5BM-TBBZ4TJ-XZWICQ2");

    @TempDir
    private Path folder;

    private FakeSyncthing fake;
    private Syncthing syncthing;
    private Neighbours neighbours;

    @BeforeEach
    void attach() throws IOException {
        fake = new FakeSyncthing();
        syncthing = fake.service(folder).syncthing().orElseThrow();
        neighbours = syncthing.neighbours();
    }

    @AfterEach
    void stop() {
        syncthing.close();
        fake.close();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3:51234, 'tcp://10.1.2.3:22001', 2",
        "[2001:db8::7]:51234, 'tcp://[2001:db8::7]:22001', 2",
        "'', dynamic, 1",
        "relay.example.org:443, dynamic, 1",
        "'\"]}<script>:1', dynamic, 1"
    })
    void findsWhoAsksWhereHeCameFrom(String cameFrom, String first, int addresses) throws Exception {
        asks(cameFrom);

        neighbours.accept(OTHER, Optional.of("Bert"), 22001);

        Facts put = Facts.of(SyncthingClient.JSON.read(
                change("PUT /rest/config/devices/" + OTHER + ' ').getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat((List<?>) put.get("addresses")).hasSize(addresses).first().isEqualTo(first);
        assertThat(put.text("name")).isEqualTo("Bert");
        assertThat(put.flag("introducer") || put.flag("autoAcceptFolders")).isFalse();
    }

    @Test
    void callsWhoAsksAsHeCallsHimself() throws Exception {
        asks("10.1.2.3:51234");

        neighbours.accept(OTHER, Optional.empty(), 22000);

        assertThat(change("PUT /rest/config/devices/")).contains("\"name\":\"<i>bert</i>\"");
    }

    @Test
    void acceptsOnlyWhoAsks() {
        assertThatThrownBy(() -> neighbours.accept(OTHER, Optional.empty(), 22000))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> neighbours.refuse(OTHER)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> neighbours.acceptFolder("photos", OTHER, Optional.empty()))
                .isInstanceOf(Problem.class);
        assertThat(fake.changes).isEmpty();
    }

    @Test
    void addsNeitherItselfNorTwice() throws Exception {
        assertThatThrownBy(() -> neighbours.add(new DeviceId(FakeSyncthing.OWN), "me", List.of()))
                .isInstanceOf(InvalidFieldException.class);
        knows();

        assertThat(neighbours.add(OTHER, "Bert", List.of())).isFalse();
        assertThat(fake.changes).isEmpty();
    }

    @Test
    void ignoresWhoIsRefusedAndKeepsTheRest() throws Exception {
        asks("10.1.2.3:51234");
        fake.says("/rest/config", "{\"version\": 36, \"gui\": {\"theme\": \"dark\"}, \"remoteIgnoredDevices\": []}");

        neighbours.refuse(OTHER);

        assertThat(change("PUT /rest/config "))
                .contains("\"theme\":\"dark\"", "\"version\":36", "\"deviceID\":\"" + OTHER + '"');
        assertThat(change("DELETE /rest/cluster/pending/devices?device=" + OTHER))
                .isBlank();
    }

    @Test
    void takesAnOfferedFolderBelowTheRoot() throws Exception {
        offers("photos");

        neighbours.acceptFolder("photos", OTHER, Optional.empty());

        assertThat(change("PUT /rest/config/folders/photos "))
                .contains("\"path\":\"" + folder.toRealPath().resolve("folders/photos") + '"')
                .contains("\"versioning\":{\"type\":\"\"}", OTHER.text(), FakeSyncthing.OWN);
    }

    @Test
    void sharesTheFolderThatIsThereAlready() throws Exception {
        offers("photos");
        fake.says(
                "/rest/config/folders",
                "[{\"id\": \"photos\", \"devices\": [{\"deviceID\": \"" + FakeSyncthing.OWN + "\"}]}]");

        neighbours.acceptFolder("photos", OTHER, Optional.empty());

        assertThat(change("PATCH /rest/config/folders/photos ")).contains(OTHER.text(), FakeSyncthing.OWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc", "a b", ".stfolder", "-x/y", "<script>"})
    void takesNoFolderWhoseIdIsNoName(String id) {
        offers(id);

        assertThatThrownBy(() -> neighbours.acceptFolder(id, OTHER, Optional.empty()))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("id: ");
        assertThat(fake.changes).isEmpty();
    }

    @Test
    void refusesAFolderWhateverItsId() throws Exception {
        offers("../a b&c");
        knows();

        neighbours.refuseFolder("../a b&c", OTHER);

        assertThat(change("PATCH /rest/config/devices/" + OTHER)).contains("\"id\":\"../a b&c\"");
        assertThat(change("DELETE /rest/cluster/pending/folders?folder=..%2Fa%20b%26c&device=" + OTHER))
                .isBlank();
    }

    @Test
    void neverForgetsItself() throws Exception {
        syncthing.requireOwn();

        assertThatThrownBy(() -> neighbours.remove(new DeviceId(FakeSyncthing.OWN)))
                .isInstanceOf(Problem.class);
        assertThat(fake.changes).isEmpty();
    }

    private void asks(String cameFrom) throws IOException {
        fake.says(
                "/rest/cluster/pending/devices",
                new String(
                        SyncthingClient.JSON.write(Map.of(
                                OTHER.text(), Map.of("name", "<i>bert</i>", "address", cameFrom, "time", "now"))),
                        StandardCharsets.UTF_8));
    }

    private void offers(String id) {
        fake.says(
                "/rest/cluster/pending/folders",
                "{\"" + id + "\": {\"offeredBy\": {\"" + OTHER + "\": {\"label\": \"Photos\"}}}}");
    }

    private void knows() {
        fake.says(
                "/rest/config/devices",
                "[{\"deviceID\": \"" + FakeSyncthing.OWN + "\"}, {\"deviceID\": \"" + OTHER + "\"}]");
    }

    /** What came after the words of the one change that begins with them. */
    private String change(String words) {
        return fake.changes.stream()
                .filter(change -> change.startsWith(words))
                .map(change -> change.substring(words.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(words + " is not among " + fake.changes));
    }
}
