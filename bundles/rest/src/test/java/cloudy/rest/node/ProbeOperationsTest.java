// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.access.Access;
import cloudy.api.rest.Answer;
import cloudy.api.settings.Settings;
import cloudy.rest.Answers;
import cloudy.rest.FakeDirectory;
import cloudy.rest.FakeServices;
import cloudy.rest.Silent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeOperationsTest {

    @TempDir
    Path run;

    private ProbeOperations probes;

    @BeforeEach
    void aNodeThatIsUp() throws Exception {
        probes = new ProbeOperations(run.resolve("ready"));
        probes.registry = new FakeServices();
        probes.directory = new FakeDirectory();
        probes.settings = Silent.of(Settings.class);
        probes.access = Silent.of(Access.class);
        Files.createFile(run.resolve("ready"));
    }

    @Test
    void isReadyWhenEverythingIsThere() throws Exception {
        for (String probe : List.of("getReadiness", "getHealth")) {
            Answer answer = Answers.ask(probes, probe);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("Cache-Control", List.of("no-store"));
            assertThat(Answers.type(answer)).isEqualTo("application/health+json");
            assertThat(Answers.text(answer))
                    .isEqualTo("{\"status\":\"pass\",\"checks\":{\"registry\":[{\"status\":\"pass\"}],"
                            + "\"directory\":[{\"status\":\"pass\"}],\"settings\":[{\"status\":\"pass\"}],"
                            + "\"access\":[{\"status\":\"pass\"}],\"boot\":[{\"status\":\"pass\"}]}}");
        }
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        probes.access = null;
        Files.delete(run.resolve("ready"));

        Answer answer = Answers.ask(probes, "getReadiness");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(Answers.text(answer))
                .startsWith("{\"status\":\"fail\",\"output\":\"not there: access, boot\",")
                .contains("\"access\":[{\"status\":\"fail\"}]", "\"registry\":[{\"status\":\"pass\"}]");
    }

    @Test
    void eachPartIsMissed() throws Exception {
        probes.registry = null;
        probes.directory = null;
        probes.settings = null;

        assertThat(Answers.text(Answers.ask(probes, "getHealth")))
                .contains("not there: registry, directory, settings\"");
    }

    @Test
    void isAliveWhateverIsMissing() throws Exception {
        Answer answer = Answers.ask(new ProbeOperations(run.resolve("never")), "getLiveness");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Answers.text(answer)).isEqualTo("{\"status\":\"pass\"}");
    }
}
