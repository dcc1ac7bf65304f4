// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloudy.helper.wire.Program;
import cloudy.helper.wire.Request;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptTest {

    @TempDir
    private Path temp;

    private Path data;
    private Path key;
    private RootStandIn helper;
    private Kept kept;

    @BeforeEach
    void start() throws IOException {
        data = Files.createDirectories(temp.resolve("data"));
        key = Files.writeString(
                Files.createDirectories(data.resolve("syncthing/home")).resolve("key.pem"), "secret");
        helper = new RootStandIn(temp);
        kept = new Kept(data, new HelperCalls(helper.socket()));
    }

    @AfterEach
    void end() throws IOException {
        helper.close();
    }

    @Test
    void whatIsTheNodesIsForTheNodeToRead() throws IOException {
        assertThat(kept.archive(key)).isEmpty();
        assertThat(kept.archive(temp.resolve("elsewhere"))).isEmpty();
        assertThat(helper.asked()).isEmpty();
    }

    @Test
    void whatIsAProgramsIsReadByItsUser() throws IOException {
        giveAway();
        helper.runs("printf", "archive");

        try (InputStream in = new BufferedInputStream(kept.archive(key).orElseThrow())) {
            var bytes = new byte[4];
            assertThat(in.read(bytes)).isEqualTo(4);
            assertThat(in.readAllBytes()).asString().isEqualTo("ive");
        }

        assertThat(helper.asked()).containsExactly(new Request.Read(Program.SYNCTHING, "syncthing/home/key.pem"));
    }

    @Test
    void anArchiveThatIsNotWholeFailsAtItsEnd() throws IOException {
        giveAway();
        helper.runs("false");

        try (InputStream in = kept.archive(key).orElseThrow()) {
            // Something has changed meanwhile: that is how it is with what is in use.
            assertThat(in.readAllBytes()).isEmpty();
        }
        helper.runs("grep", "x", "/no such file");
        try (InputStream in = kept.archive(key).orElseThrow()) {
            assertThatThrownBy(in::readAllBytes).hasMessage("what the program keeps cannot be read: status 2");
        }
    }

    private void giveAway() throws IOException {
        assumeTrue(Map.of("uid", 0).equals(Files.readAttributes(temp, "unix:uid")), "only root can give a file away");
        Files.setAttribute(key, "unix:uid", 65_534);
    }
}
