// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Health;
import cloudy.api.Offer;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Explained;
import cloudy.testing.SomeNode;
import cloudy.testing.Wishes;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncthingServiceTest {

    private static final String DEVICE = "XKJ6UCH-3RCK5A7-QH2HPTZ-KIW2S3I-UYYPDLM-CWG5WGK-EP52XP3-SHLGWQX";
    private static final String KEY = "0123456789abcdef0123";
    private static final Map<String, Object> ON = Map.of("cloudy.enabled", "true");

    @TempDir
    private Path folder;

    private HttpServer other;
    private String device = DEVICE;
    private int status = 200;
    private byte[] body = "{\"ping\": \"pong\"}".getBytes(UTF_8);

    @BeforeEach
    void startOther() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            boolean known = KEY.equals(exchange.getRequestHeaders().getFirst("X-API-Key"));
            exchange.getResponseHeaders().set("X-Syncthing-ID", device);
            exchange.sendResponseHeaders(known ? status : 403, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
    }

    @AfterEach
    void stopOther() {
        other.stop(0);
    }

    @Test
    void isOffUntilItIsSwitchedOn() throws Exception {
        SyncthingService service = service(Map.of(), Map.of("cloudy.enabled", false));

        assertThat(service.check().status()).isEqualTo(Health.Status.OFF);
        assertThat(folder).isEmptyDirectory();
        assertThat(new RunsCheck(service).look().grade()).isEqualTo(Finding.Grade.SKIPPED);
        assertThat(new FoldersCheck(service).look().grade()).isEqualTo(Finding.Grade.SKIPPED);
        assertThat(new NeighboursCheck(service).look().grade()).isEqualTo(Finding.Grade.SKIPPED);
    }

    @Test
    void publishesTheDeviceIdOfAForeignSyncthing() throws Exception {
        SyncthingService service = attached(KEY);

        assertThat(service.check()).isEqualTo(Health.up().with("node_id", DEVICE));
        assertThat(new RunsCheck(service).look().grade()).isEqualTo(Finding.Grade.FINE);
    }

    @Test
    void saysThatTheKeyIsWrong() {
        assertThatThrownBy(() -> attached("another-key-0123456").check()).hasMessageContaining("API key");
    }

    @Test
    void isDownWhenSyncthingIsBroken() throws Exception {
        status = 500;

        assertThatThrownBy(() -> attached(KEY).check()).hasMessageStartingWith("Syncthing answered 500");
        assertThat(new RunsCheck(attached(KEY)).look().text().in(List.of())).contains("answered 500");
    }

    @Test
    void isDownWhenSomethingElseAnswers() {
        device = "<script>";

        assertThatThrownBy(() -> attached(KEY).check()).hasMessageContaining("no device ID");
    }

    @Test
    void readsNoEndlessAnswer() {
        body = new byte[9 * 1024 * 1024];

        assertThatThrownBy(() -> attached(KEY).check()).hasMessageContaining("longer than");
    }

    @Test
    void failsWhenNothingListens() throws IOException {
        SyncthingService service = attached(KEY);
        other.stop(0);

        assertThatThrownBy(service::check)
                .isInstanceOfSatisfying(Explained.class, trouble -> assertThat(
                                trouble.texts().byLanguage().get("ca"))
                        .startsWith("ningú no respon a 127.0.0.1:"))
                .hasMessageContaining("nothing answers");
    }

    @Test
    void saysWhichSettingIsWrong() throws Exception {
        assertThat(misconfigured(Map.of("restAddress", "192.0.2.1:8384", "_apiKey", KEY)))
                .startsWith("etc/cloudy.syncthing.cfg: restAddress: must be a loopback address");
        assertThat(misconfigured(Map.of("restAddress", "127.0.0.1:8384"))).contains(".apiKey");
        assertThat(misconfigured(Map.of("_apiKey", "short"))).contains(".apiKey");
        assertThat(misconfigured(Map.of("listenPort", 70_000))).contains("listenPort");
        assertThat(misconfigured(Map.of("roots", new String[] {"relative"}))).contains("roots");
    }

    private String misconfigured(Map<String, Object> said) throws Exception {
        Health health = service(said, ON).check();
        assertThat(health.status()).isEqualTo(Health.Status.MISCONFIGURED);
        return health.reason();
    }

    @Test
    void saysThatNothingRunsPrograms() throws Exception {
        assertThat(service(Map.of(), ON).check().reason()).contains("daemons");
    }

    @Test
    void announcesThePortThatTheProgramListensOn() {
        List<Offer> described = List.of(Offer.of("syncthing", "File synchronisation", 22000));

        assertThat(service(Map.of("listenPort", 22111), ON).offers(described))
                .extracting(Offer::port)
                .containsExactly(22111);
    }

    @Test
    void hasNothingToLookAtInFoldersWhileItIsOff() throws Exception {
        SyncthingService off = service(Map.of(), Map.of("cloudy.enabled", false));

        assertThat(new DiskCheck(off).look().grade()).isEqualTo(Finding.Grade.SKIPPED);
        assertThat(new ClockCheck(off).look().grade()).isEqualTo(Finding.Grade.SKIPPED);
    }

    private SyncthingService attached(String key) {
        return service(Map.of("restAddress", "127.0.0.1:" + other.getAddress().getPort(), "_apiKey", key), ON);
    }

    private SyncthingService service(Map<String, Object> said, Map<String, Object> properties) {
        return new SyncthingService(
                Wishes.of(SyncthingConfig.class, said), properties, SomeNode.named("anna"), Optional.empty(), folder);
    }
}
