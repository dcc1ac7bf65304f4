// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.itests.RecordingServer.Reply;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code cloudy setup} does beside making the first admin: it sees to the recovery key. */
class SetupCommandTest {

    private static final String PUBLIC = "age1" + "q".repeat(58);

    private static final String COMMANDS = String.join(
            "\n",
            line("backup key", "POST", "/api/v1/backups/key", "-", "replace:boolean"),
            line("settings set", "PATCH", "/api/v1/settings/{pid}", "pid", "*:any:optional"),
            line("setup", "POST", "/api/v1/setup", "-", "code:secret:required name:string:required"),
            line("setup state", "GET", "/api/v1/setup", "-", "-"),
            "");

    @TempDir
    private Path folder;

    private RecordingServer node;
    private Typist typist;

    private static String line(String words, String method, String path, String places, String body) {
        return String.join("\t", words, method, path, "viewer", places, "-", body, "-", "-", "About " + words);
    }

    @BeforeEach
    void begin() throws Exception {
        node = new RecordingServer().offer(COMMANDS);
        typist = new Typist(folder, node.url(), COMMANDS);
        node.answer(request -> Reply.json(
                request.uri().getPath().endsWith("/key")
                        ? "{\"recipient\":\"" + PUBLIC + "\",\"recoveryKey\":\"AGE-SECRET-KEY-1X\"}"
                        : "{\"user\":\"anna\"}"));
    }

    @AfterEach
    void end() {
        node.close();
    }

    private List<String> asked() {
        return node.heard().stream()
                .map(request -> request.method() + ' ' + request.uri().getPath() + ' ' + request.body())
                .toList();
    }

    @Test
    void remindsOfTheKeyThatIsNotMade() throws Exception {
        Command done = typist.typeInto("abcd\n", List.of("setup", "--code", "-", "--name", "anna"));

        assertThat(done.succeeded().text()).contains("anna", "make its recovery key: cloudy backup key");
        assertThat(asked()).hasSize(1).first().asString().startsWith("POST /api/v1/setup ");
    }

    @Test
    void makesTheKeyAndSaysItOnce() throws Exception {
        Command done = typist.typeInto("abcd\n", List.of("setup", "--code", "-", "--recovery-key", "-", "--name=anna"));

        assertThat(done.succeeded().text()).endsWith("AGE-SECRET-KEY-1X\n").contains("keep it somewhere else");
        assertThat(asked()).hasSize(2).last().asString().startsWith("POST /api/v1/backups/key ");
    }

    @Test
    void takesThePublicHalfOfAKeyThatThereIs() throws Exception {
        typist.typeInto("abcd\n", List.of("setup", "--code", "-", "--name", "anna", "--recovery-key=" + PUBLIC))
                .succeeded();

        assertThat(asked())
                .last()
                .asString()
                .isEqualTo("PATCH /api/v1/settings/cloudy.backup {\"recipient\":\"" + PUBLIC + "\"}");
    }

    @Test
    void asksForNothingBeforeItUnderstandsTheKey() throws Exception {
        Command done = typist.type("setup", "--name", "anna", "--recovery-key", "AGE-SECRET-KEY-1X");

        assertThat(done.exit()).isEqualTo(2);
        assertThat(done.text())
                .contains("--recovery-key must be -, or a public key")
                .doesNotContain("SECRET");
        assertThat(asked()).isEmpty();
    }
}
