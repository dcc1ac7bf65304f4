// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.DaemonState.Kind;
import cloudy.api.daemon.Daemons;
import cloudy.api.doctor.Finding;
import cloudy.api.doctor.Finding.Grade;
import cloudy.testing.Wishes;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCheckTest {

    private static final List<Locale> CATALAN = List.of(Locale.forLanguageTag("ca"));

    @TempDir
    private Path folder;

    /** A supervisor whose programs are as the test says, and are not there at all. */
    private record Told(Kind kind, List<Daemon> asked) implements Daemons {

        @Override
        public Running run(Daemon daemon, Consumer<DaemonState> watcher) {
            asked.add(daemon);
            watcher.accept(new DaemonState(kind, "because", Instant.now(), 0, OptionalLong.empty()));
            return null;
        }

        @Override
        public List<Running> all() {
            return List.of();
        }
    }

    @Test
    void saysWhichPackageIsMissing() throws Exception {
        Finding finding = new RunsCheck(service(Kind.MISSING, Map.of())).look();

        assertThat(finding.grade()).isEqualTo(Grade.FAULT);
        assertThat(finding.advice().in(CATALAN)).contains("apt install syncthing");
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        int free = RealSyncthing.freePort();
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
        Map<String, Object> free = Map.of("listenPort", RealSyncthing.freePort(), "guiPort", RealSyncthing.freePort());

        assertThat(new RunsCheck(service(Kind.CRASH_LOOPING, free))
                        .look()
                        .text()
                        .in(CATALAN))
                .contains("because");
    }

    @Test
    void putsNoSecretAmongTheArguments() throws Exception {
        var told = new Told(Kind.STARTING, new ArrayList<>());
        service(told, Map.of("_apiKey", "0123456789abcdef-secret", "guiPort", 18384));

        Daemon daemon = told.asked().get(0);
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
        return service(new Told(kind, new ArrayList<>()), said);
    }

    private SyncthingService service(Told told, Map<String, Object> said) {
        return new SyncthingService(
                Wishes.of(SyncthingConfig.class, said),
                Map.of("cloudy.enabled", "true"),
                RealSyncthing.named("anna"),
                Optional.of(told),
                folder.resolve("syncthing"));
    }
}
