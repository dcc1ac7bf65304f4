// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.InvalidFieldException;
import cloudy.api.access.Caller;
import cloudy.testing.MemorySettings;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishCommandTest {

    private static final String PADS = "cloudy.external~published-etherpad-9001";

    /** Refuses a name where an address should be, as the real ones do. */
    private final MemorySettings settings = new MemorySettings() {
        @Override
        public synchronized void write(String pid, Map<String, String> values, Caller by) throws IOException {
            if ("camera.lan".equals(values.get("address"))) {
                throw new InvalidFieldException("address", "must be an IP address, such as 10.139.40.22", "camera.lan");
            }
            super.write(pid, values, by);
        }
    };

    private final FakeDirectory directory = new FakeDirectory();
    private final KarafShell shell = new KarafShell(settings, directory);

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void writesAFileThatSurvivesARestart() throws Exception {
        assertThat(shell.run("cloudy:publish \"Shared pads\" etherpad 9001"))
                .isEqualTo("Published in etc/cloudy.external-published-etherpad-9001.cfg;"
                        + " cloudy:services says what becomes of it.\n");

        assertThat(settings.files())
                .containsExactly(
                        Map.entry(PADS, Map.of("type", "etherpad", "description", "Shared pads", "port", "9001")));
    }

    @Test
    void takesEverythingThatAFileMaySay() throws Exception {
        shell.run("cloudy:publish --check 10.139.40.22:80 --protocol UDP --address 10.139.40.22 --audience Lan"
                + " Càmera camera 554 \"path=/live&lang=ca\"");

        assertThat(settings.files().get("cloudy.external~published-camera-554"))
                .containsEntry("description", "Càmera")
                .containsEntry("txt", "path=/live&lang=ca")
                .containsEntry("check", "10.139.40.22:80")
                .containsEntry("protocol", "udp")
                .containsEntry("address", "10.139.40.22")
                .containsEntry("audience", "lan");
    }

    @Test
    void replacesWhatWasPublishedUnderTheSameTypeAndPort() throws Exception {
        shell.run("cloudy:publish old etherpad 9001 txt=1");

        assertThat(shell.run("cloudy:publish new etherpad 9001")).startsWith("Published anew in ");
        assertThat(settings.files()).hasSize(1);
        assertThat(settings.files().get(PADS))
                .containsEntry("description", "new")
                .doesNotContainKey("txt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Pads 'not a type' 9001 | type: must be 1 to 15 letters, digits or hyphens, not \"not a type\"",
                "Pads ../../x 9001 | type: must be 1 to 15 letters, digits or hyphens, not \"../../x\"",
                "'' etherpad 9001 | description: must not be empty",
                "Pads etherpad http | port: must be between 0 and 65535, not \"http\"",
                "Pads etherpad 65536 | port: must be between 0 and 65535, not \"65536\"",
                "Pads etherpad 9001 '=1' | txt: a key must be printable ASCII without \"=\", not \"\"",
                "--protocol sctp Pads etherpad 9001 | --protocol: must be tcp or udp, not \"sctp\"",
                "--audience all Pads etherpad 9001 | --audience: must be lan or community, not \"all\"",
                "--address 127.0.0.1 Pads etherpad 9001"
                        + " | address: must be one that neighbours can reach, not \"127.0.0.1\"",
                "--address camera.lan Pads etherpad 9001"
                        + " | address: must be an IP address, such as 10.139.40.22, not \"camera.lan\""
            })
    void refusesWhatCannotBeAnnouncedAndWritesNothing(String arguments, String sentence) throws Exception {
        assertThat(shell.refuse("cloudy:publish " + arguments)).isEqualTo(sentence);
        assertThat(settings.files()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--protocol udp Pads etherpad 9001", "Pads etherpad 0"})
    void asksForACheckWhereThereIsNoTcpPortToProbe(String arguments) throws Exception {
        assertThat(shell.refuse("cloudy:publish " + arguments)).startsWith("check: is needed");

        shell.run("cloudy:publish --check none " + arguments);
        assertThat(settings.files()).hasSize(1);
    }

    @Test
    void saysWhenTheDiskIsFull() throws Exception {
        settings.full(true);

        assertThat(shell.refuse("cloudy:publish Pads etherpad 9001"))
                .isEqualTo("The disk did not take it: No space left on device");
    }

    @Test
    void proposesTypesThatNeighboursAnnounce() {
        directory.known.add(FakeDirectory.pads());

        assertThat(shell.complete("cloudy:publish Pads e")).containsExactly("etherpad");
        assertThat(shell.complete("cloudy:publish --protocol ")).containsExactly("tcp", "udp");
        assertThat(shell.complete("cloudy:publish --audience l")).containsExactly("lan");
    }

    @Test
    void explainsItselfInItsHelp() throws Exception {
        assertThat(shell.run("cloudy:publish --help"))
                .contains("description", "type", "port", "[txt]", "--check", "--protocol", "--address", "--audience");
    }
}
