// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState.Kind;
import cloudy.api.doctor.Finding;
import cloudy.api.doctor.Finding.Grade;
import cloudy.testing.FreePort;
import cloudy.testing.SomeNode;
import cloudy.testing.StuckDaemons;
import cloudy.testing.Wishes;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCheckTest {

    private static final List<Locale> CATALAN = List.of(Locale.forLanguageTag("ca"));

    @TempDir
    private Path folder;

    @Test
    void saysWhichPackageIsMissing() throws Exception {
        Finding finding = new RunsCheck(service(Kind.MISSING, Map.of())).look();

        assertThat(finding.grade()).isEqualTo(Grade.FAULT);
        assertThat(finding.advice().in(CATALAN)).contains("apt install syncthing");
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        int free = FreePort.any();
        try (var taken = new ServerSocket(0)) {
            Finding finding = new RunsCheck(
                            service(Kind.CRASH_LOOPING, Map.of("listenPort", free, "guiPort", taken.getLocalPort())))
                    .look();

            assertThat(finding.text().in(CATALAN)).contains(Integer.toString(taken.getLocalPort()));
            assertThat(finding.advice().in(CATALAN)).contains("guiPort");
        }
    }

    @Test
    void saysTheReasonOtherwise() throws Exception {
        Map<String, Object> free = Map.of("listenPort", FreePort.any(), "guiPort", FreePort.any());

        assertThat(new RunsCheck(service(Kind.CRASH_LOOPING, free))
                        .look()
                        .text()
                        .in(CATALAN))
                .contains("because");
    }

    @Test
    void putsNoSecretAmongTheArguments() throws Exception {
        var daemons = new StuckDaemons(Kind.STARTING, "because");
        service(daemons, Map.of("_apiKey", "0123456789abcdef-secret", "guiPort", 18384));

        Daemon daemon = daemons.all().get(0).daemon();
        assertThat(daemon.command()).noneMatch(argument -> argument.contains("secret"));
        assertThat(daemon.environment())
                .containsEntry("STGUIAPIKEY", "0123456789abcdef-secret")
                .containsEntry("STGUIADDRESS", "127.0.0.1:18384")
                .containsKey("STNOUPGRADE");
    }

    @Test
    void saysWhichFolderIsGone() throws Exception {
        Path there = Files.createDirectories(folder.resolve("there"));
        try (var fake = new FakeSyncthing()) {
            fake.says("/rest/config/folders", "[{\"id\": \"a\", \"path\": \"" + there + "\"}]");
            SyncthingService own = service(Kind.UP, Map.of("guiPort", fake.port(), "_apiKey", FakeSyncthing.KEY));
            assertThat(new FoldersCheck(own).look().grade()).isEqualTo(Grade.FINE);

            Files.delete(there);

            assertThat(new FoldersCheck(own).look().text().in(CATALAN)).contains(there.toString());
        }
    }

    @Test
    void saysWhatTheProgramIsTooOldFor() throws Exception {
        try (var fake = new FakeSyncthing()) {
            SyncthingService own = fake.service(folder);
            // Debian 11's.
            fake.says("/rest/system/version", "{\"version\": \"v1.12.1-ds1\"}");
            Finding finding = new RunsCheck(own).look();
            assertThat(finding.grade()).isEqualTo(Grade.FAULT);
            assertThat(finding.text().in(CATALAN)).contains("massa vell: v1.12.1-ds1");
            assertThat(finding.advice().in(CATALAN)).contains("1.13");

            for (String fine : List.of("v1.13.0", "v1.19.2-ds1", "v2.0.1", "unknown-dev")) {
                fake.says("/rest/system/version", "{\"version\": \"" + fine + "\"}");
                assertThat(new RunsCheck(own).look().grade()).as(fine).isEqualTo(Grade.FINE);
            }
            own.stop();
        }
    }

    private SyncthingService service(Kind kind, Map<String, Object> said) {
        return service(new StuckDaemons(kind, "because"), said);
    }

    private SyncthingService service(StuckDaemons daemons, Map<String, Object> said) {
        return new SyncthingService(
                Wishes.of(SyncthingConfig.class, said),
                Map.of("cloudy.enabled", "true"),
                SomeNode.named("anna"),
                Optional.of(daemons),
                folder.resolve("syncthing"));
    }
}
