// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Audience;
import cloudy.api.Health;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.access.Caller;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.testing.Announced;
import cloudy.testing.MemoryNotices;
import cloudy.testing.Told;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectActionTest {

    private static final String DEVICE = "XKJ6UCH-3RCK5A7-QH2HPTZ-KIW2S3I-UYYPDLM-CWG5WGK-EP52XP3-SHLGWQX";
    private static final int FILES = 200;

    @TempDir
    private Path folder;

    private final Told told = new Told();

    @Test
    void fitsTheEntryOfAnOldNode() throws IOException {
        assertThat(action().fits(announced(DEVICE).build())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MFZWI3D",
                "XKJ6UCH-3RCK5A7-QH2HPTZ-KIW2S3I-UYYPDLM-CWG5WGK-EP52XP3-SHLGWQA",
                "XKJ6UCH 3RCK5A7 QH2HPTZ KIW2S3I UYYPDLM CWG5WGK EP52XP3 SHLGWQX",
                "<script>alert('XKJ6UCH-3RCK5A7-QH2HPTZ-KIW2S3I-UYYPDLM')</script>",
                "\"/><device id=\"XKJ6UCH3RCK5A7QH2HPTZKIW2S3IUYYPDLMCWG5WGKEP52X",
                "../../rest/config/options"
            })
    void refusesWhatIsNoDevice(String hostile) throws IOException {
        Announcement announcement = announced(hostile).build();

        assertThat(action().fits(announcement)).isFalse();
        assertThatThrownBy(() -> action().run(announcement, Map.of(), told)).hasMessageContaining("node_id");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAnotherTypeProtocolOrNoPort() throws IOException {
        ConnectAction action = action();

        assertThat(action.fits(announced(DEVICE).type("proxy3").build())).isFalse();
        assertThat(action.fits(announced(DEVICE).protocol(Protocol.UDP).build()))
                .isFalse();
        assertThat(action.fits(announced(DEVICE).port(0).build())).isFalse();
        assertThat(action.fits(announced(DEVICE).trust(Trust.OWN).build())).isFalse();
        assertThatThrownBy(() -> action.run(announced(DEVICE).port(0).build(), Map.of(), told))
                .hasMessageContaining("TCP port");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void offersTheHostAsNameAndSaysThatSyncthingIsOff() throws IOException {
        Announcement announcement = announced(DEVICE).host("<b>attic</b>\n").build();

        assertThat(action().form(announcement).field("name").orElseThrow().initial())
                .containsExactly("<b>attic</b>\uFFFD");
        assertThatThrownBy(() -> action().run(announcement, Map.of(), told)).hasMessageContaining("is off");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @EnabledIf("cloudy.syncthing.RealSyncthing#isInstalled")
    void connectsSynchronisesAndIsUndone() throws Exception {
        try (var a = new RealSyncthing(folder, "anna");
                var b = new RealSyncthing(folder, "bert")) {
            DeviceId anna = a.awaitUp();
            DeviceId bert = b.awaitUp();
            var action = new ConnectAction(b.folder, b.service, Clock.systemUTC());
            var theirs = new SyncthingOperations(Announced.of(announced(bert, b.port)), a.service);
            var ours = new SyncthingOperations(Announced.of(), b.service);
            Path photos = b.syncthing().roots().paths().get(0).resolve("photos");
            answer(ours, "addSyncthingFolder", Map.of(), Map.of("id", "photos", "path", "photos", "label", "Photos"));
            for (int i = 0; i < FILES; i++) {
                Files.writeString(photos.resolve("photo-" + i), "content " + i);
            }

            Announcement announcement = announced(anna, a.port);
            var accepted = new Thread(() -> await(() -> {
                answer(theirs, "acceptSyncthingDevice", Map.of("device", bert.text()), Map.of());
                return true;
            }));
            accepted.start();
            Optional<String> key = action.run(announcement, Map.of("name", "Anna", "folders", List.of("photos")), told);
            accepted.join();

            assertThat(key).contains(anna.text());
            assertThat(told.results()).containsEntry("connected", "true");
            await(() -> action.joined().get(0).health().status() == Health.Status.UP);
            assertThat(action.joined().get(0).what()).isEqualTo("Syncthing: Anna");
            assertThat(action.joined(announcement)).contains(action.joined().get(0));
            assertThat(action.joined(announced(bert, b.port))).isEmpty();

            await(() -> {
                answer(theirs, "acceptSyncthingFolder", Map.of("device", bert.text()), Map.of("folder", "photos"));
                return true;
            });
            Path copies = a.syncthing().roots().paths().get(0).resolve("photos");
            await(() -> Files.exists(copies) && count(copies) >= FILES);
            assertThat(copies.resolve("photo-7")).hasContent("content 7");
            assertThat(state(theirs).toString()).contains("name=bert").contains("label=Photos");

            a.kill();
            a.awaitUp();
            Files.writeString(photos.resolve("later"), "later");
            await(() -> Files.exists(copies.resolve("later")));

            action.undo(anna.text(), told);

            assertThat(action.joined()).isEmpty();
            assertThat(b.syncthing().neighbours().find(anna)).isEmpty();
            assertThat(b.syncthing().folders().find("photos").orElseThrow().all("devices"))
                    .hasSize(1);
            assertThat(photos.resolve("photo-7")).exists();
            isSeenOnTheOtherSide(a, theirs, bert);
        }
    }

    /** Syncthing tells nobody that he was removed; it is seen by how the other side greets. */
    private static void isSeenOnTheOtherSide(RealSyncthing a, SyncthingOperations theirs, DeviceId gone)
            throws Exception {
        var board = new MemoryNotices();
        a.service.notices = board;
        await(() -> state(theirs).toString().contains("refused=true"));
        a.service.check();
        assertThat(board.standing().toString()).contains(gone.text(), "bert");

        answer(theirs, "removeSyncthingDevice", Map.of("device", gone.text()), Map.of());
        a.service.check();
        assertThat(board.standing()).isEmpty();
    }

    private static int count(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return (int) files.filter(file -> file.getFileName().toString().startsWith("photo-"))
                    .count();
        }
    }

    static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(condition);
    }

    static Answer answer(
            SyncthingOperations operations, String id, Map<String, Object> parameters, Map<String, Object> body)
            throws Exception {
        return operations
                .operations()
                .get(id)
                .answer(Call.of(Caller.node(), parameters).with(body));
    }

    static Object state(SyncthingOperations operations) throws Exception {
        Answer answer = answer(operations, "getSyncthing", Map.of("after", 0L, "waitS", 0L), Map.of());
        Answer later =
                ((Answer.Later) answer.content()).answer().toCompletableFuture().get();
        return ((Answer.Json) later.content()).value().get();
    }

    private ConnectAction action() {
        return new ConnectAction(folder, null, Clock.systemUTC());
    }

    private static Announcement announced(DeviceId device, int port) {
        return Announcement.heardBy("mdns", Audience.LAN, "a", InetAddress.getLoopbackAddress(), Instant.now())
                .type("syncthing")
                .host("anna")
                .port(port)
                .txt(Txt.EMPTY.with("node_id", device.text()))
                .build();
    }

    private static Announcement.Builder announced(String device) throws IOException {
        return Announcement.heardBy(
                        "serf",
                        Audience.COMMUNITY,
                        "x",
                        InetAddress.getByAddress(new byte[] {10, 1, 2, 3}),
                        Instant.now())
                .type("syncthing")
                .host("old")
                .port(22000)
                .txt(Txt.EMPTY.with("node_id", device));
    }
}
