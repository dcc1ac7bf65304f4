// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static cloudy.syncthing.ConnectActionTest.answer;
import static cloudy.syncthing.ConnectActionTest.await;
import static cloudy.syncthing.ConnectActionTest.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import cloudy.api.doctor.Finding;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Problem;
import cloudy.testing.Announced;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncthingOperationsTest {

    @TempDir
    private static Path folder;

    private static RealSyncthing anna;
    private static RealSyncthing bert;
    private static SyncthingOperations operations;
    private static DeviceId bertsDevice;

    @BeforeAll
    static void start() throws IOException {
        Assumptions.assumeTrue(RealSyncthing.isInstalled(), "syncthing is not installed");
        anna = new RealSyncthing(folder, "anna");
        bert = new RealSyncthing(folder, "bert");
        anna.awaitUp();
        bertsDevice = bert.awaitUp();
        operations = new SyncthingOperations(Announced.of(), anna.service);
    }

    @AfterAll
    static void stop() {
        if (anna != null) {
            anna.close();
        }
        if (bert != null) {
            bert.close();
        }
    }

    @Test
    void answersWhatTheContractHas() throws IOException {
        try (var contract = SyncthingOperations.class.getResourceAsStream("/OSGI-INF/openapi.yaml")) {
            var ids = Pattern.compile("operationId: (\\w+)")
                    .matcher(new String(contract.readAllBytes(), StandardCharsets.UTF_8));

            assertThat(ids.results().map(found -> found.group(1)))
                    .containsExactlyInAnyOrderElementsOf(operations.operations().keySet());
        }
    }

    @Test
    void keepsAFolderFromItsBeginningToItsEnd() throws Exception {
        answer(
                operations,
                "addSyncthingFolder",
                Map.of(),
                Map.of("id", "notes", "label", "<b>Notes</b>", "path", "deep/notes"));
        Path place = anna.folder.resolve("folders/deep/notes");
        Files.writeString(place.resolve("one"), "one");
        Files.writeString(place.resolve("two.sync-conflict-20261122-060000-ABCDEFG.txt"), "two");
        await(() -> folderLine().contains("files=2"));
        assertThat(folderLine())
                .contains("label=<b>Notes</b>", "path=" + place.toRealPath(), "percent=100")
                .contains("two.sync-conflict-20261122-060000-ABCDEFG.txt");
        assertThat(new FoldersCheck(anna.service).look().grade()).isEqualTo(Finding.Grade.FINE);

        answer(operations, "changeSyncthingFolder", Map.of("folder", "notes"), Map.of("paused", true));
        await(() -> folderLine().contains("state=paused"));

        answer(operations, "removeSyncthingFolder", Map.of("folder", "notes"), Map.of());
        assertThat(anna.syncthing().folders().find("notes")).isEmpty();
        assertThat(place.resolve("one")).exists();
        assertThatThrownBy(() -> answer(operations, "removeSyncthingFolder", Map.of("folder", "notes"), Map.of()))
                .isInstanceOf(Problem.class);
    }

    private static String folderLine() throws Exception {
        Answer answer = answer(operations, "listSyncthingFolders", Map.of(), Map.of());
        return ((Answer.Json) answer.content()).value().get().toString();
    }

    @Test
    void addsNoFolderBeyondTheRoots() throws Exception {
        for (String path : List.of("../escape", "/etc", "/", anna.folder.toString())) {
            assertThatThrownBy(() -> answer(operations, "addSyncthingFolder", Map.of(), Map.of("path", path)))
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageStartingWith("path: ");
        }
        assertThatThrownBy(() -> answer(operations, "addSyncthingFolder", Map.of(), Map.of("id", "../up")))
                .hasMessageStartingWith("id: ");
        assertThatThrownBy(() -> answer(operations, "addSyncthingFolder", Map.of(), Map.of("type", "encrypted")))
                .hasMessageStartingWith("type: ");
        assertThat(anna.folder.resolve("escape")).doesNotExist();
    }

    @Test
    void showsWhoAsksUntilItIsRefused() throws Exception {
        DeviceId annasDevice = anna.syncthing().own().orElseThrow();
        bert.syncthing().neighbours().add(annasDevice, "Anna", List.of("tcp://127.0.0.1:" + anna.port));
        await(() -> state(operations).toString().contains(bertsDevice.text()));
        assertThat(new NeighboursCheck(bert.service).look().grade()).isEqualTo(Finding.Grade.WARNING);

        answer(operations, "refuseSyncthingDevice", Map.of("device", bertsDevice.text()), Map.of());

        assertThat(state(operations).toString()).doesNotContain(bertsDevice.text());
        assertThatThrownBy(() ->
                        answer(operations, "acceptSyncthingDevice", Map.of("device", bertsDevice.text()), Map.of()))
                .hasMessageContaining("does not ask");
    }

    @Test
    void letsNobodyElseOfThisMachineIn() throws Exception {
        assertThat(ownPage("")).isEqualTo(401);
        assertThat(ownPage("cloudy:none")).isEqualTo(401);
        assertThat(ownPage("cloudy:" + new Home(anna.folder).key())).isEqualTo(200);
    }

    private static int ownPage(String signedIn) throws Exception {
        var page = URI.create("http://127.0.0.1:" + anna.guiPort + "/");
        String basic = Base64.getEncoder().encodeToString(signedIn.getBytes(StandardCharsets.UTF_8));
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(page)
                                .header("Authorization", "Basic " + basic)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void knowsNoDeviceThatIsNotThere() {
        assertThatThrownBy(() ->
                        answer(operations, "removeSyncthingDevice", Map.of("device", bertsDevice.text()), Map.of()))
                .hasMessageContaining("no such device");
        assertThatThrownBy(() -> answer(operations, "removeSyncthingDevice", Map.of("device", "<script>"), Map.of()))
                .hasMessageStartingWith("device: ");
    }
}
