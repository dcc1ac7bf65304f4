// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDoorTest {

    @TempDir
    private Path folder;

    private LocalDoor door;
    private Certificates certificates;

    @BeforeEach
    void begin() throws Exception {
        door = new LocalDoor(folder.resolve("run"));
        certificates = new Certificates(own("own"), door::pin);
    }

    @Test
    void theKeyThatIsShownIsTheOneThatIsPinned() throws Exception {
        assertThat(pinned()).isEqualTo("sha256//" + LocalDoor.pinOf(certificates.current()) + '\n');
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("run"))))
                .isEqualTo("rwx------");
    }

    @Test
    void theOperatorsKeyIsPinnedWhileItIsShown() throws Exception {
        String before = pinned();
        Credential brought = own("other").current();

        certificates.bring(Optional.of(brought));
        assertThat(pinned()).isNotEqualTo(before).contains(LocalDoor.pinOf(brought.certificate()));

        certificates.bring(Optional.empty());
        assertThat(pinned()).isEqualTo(before);
    }

    @Test
    void aCertificateThatIsMadeForOneMoreAddressIsPinned() throws Exception {
        String before = pinned();
        certificates.prepareFor(Network.literal("10.1.2.3").orElseThrow());
        assertThat(pinned()).isNotEqualTo(before).contains(LocalDoor.pinOf(certificates.current()));
    }

    @Test
    void thePortIsTheOneOfTheSettings() throws Exception {
        door.port(7443);
        assertThat(folder.resolve("run/https-port")).hasContent("7443");
        door.port(8443);
        assertThat(folder.resolve("run/https-port")).hasContent("8443");
    }

    private OwnCertificate own(String name) throws Exception {
        Names names = new Names(
                Set.of("localhost"), Set.of(Network.literal("127.0.0.1").orElseThrow()));
        return new OwnCertificate(folder.resolve(name), () -> "roof", () -> names, Clock.systemUTC());
    }

    private String pinned() throws Exception {
        return Files.readString(folder.resolve("run/https-pin"));
    }
}
