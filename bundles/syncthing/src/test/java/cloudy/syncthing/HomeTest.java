// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.testing.Wishes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

    @TempDir
    private Path folder;

    @Test
    void keepsItsKeyForItsOwner() throws IOException {
        var home = new Home(folder.resolve("syncthing"));

        String key = home.key();

        assertThat(key).matches("[0-9a-f]{48}");
        assertThat(new Home(folder.resolve("syncthing")).key()).isEqualTo(key);
        assertThat(Files.getPosixFilePermissions(folder.resolve("syncthing/key")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void makesAKeyAnewWhenTheFileMakesNoSense() throws IOException {
        Files.writeString(folder.resolve("key"), "nonsense");

        assertThat(new Home(folder).key()).matches("[0-9a-f]{48}");
    }

    @Test
    void speaksToNobodyBeforeItIsTold() throws IOException {
        var home = new Home(folder);
        home.prepare(SyncthingSettings.of(Wishes.of(SyncthingConfig.class, Map.of())));

        assertThat(home.program().resolve("config.xml"))
                .content()
                .contains("<listenAddress>tcp://:22000</listenAddress>")
                .contains("<globalAnnounceEnabled>false<", "<localAnnounceEnabled>false<", "<relaysEnabled>false<")
                .contains("<natEnabled>false<", "<urAccepted>-1<", "<crashReportingEnabled>false<")
                .contains("<autoUpgradeIntervalH>0<", "<stunKeepaliveStartS>0<");
    }

    @Test
    void leavesTheProgramsOwnFileAlone() throws IOException {
        var home = new Home(folder);
        Files.createDirectories(home.program());
        Files.writeString(home.program().resolve("config.xml"), "its own");

        home.prepare(SyncthingSettings.of(Wishes.of(SyncthingConfig.class, Map.of())));

        assertThat(home.program().resolve("config.xml")).hasContent("its own");
    }
}
