// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcWatchTest {

    /** A busy machine may take its time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String PAD = "cloudy.external-pad.cfg";

    private Etc etc;
    private EtcWatch watch;

    @BeforeEach
    void prepare(@TempDir(factory = Memory.class) Path home) throws Exception {
        etc = new Etc(home);
        etc.osgi().declare("external", "factoryPid='cloudy.external'", "<AD id='port' type='Integer'/>");
        EtcSettings settings = etc.start();
        etc.put(PAD, "port = 1");
        watch = new EtcWatch(settings);
    }

    @AfterEach
    void stop() throws Exception {
        watch.close();
    }

    @Test
    void seesWhatCameBetweenTheFirstLookAndTheFirstEvent() {
        awaitPort("1");
    }

    @Test
    void seesAFileThatIsWrittenInPlace() throws Exception {
        awaitPort("1");
        etc.put(PAD, "port = 2");
        awaitPort("2");
    }

    @Test
    void seesAFileThatAnEditorRenamesIntoPlace() throws Exception {
        awaitPort("1");
        Files.move(etc.file(PAD), etc.file(PAD + "~"));
        Files.move(etc.put("4913", "port = 3"), etc.file(PAD), StandardCopyOption.ATOMIC_MOVE);
        awaitPort("3");
        assertThat(etc.log).isEmpty();
    }

    @Test
    void seesAFileThatIsDeleted() throws Exception {
        awaitPort("1");
        Files.delete(etc.file(PAD));
        awaitPort(null);
    }

    @Test
    void takesAFileThatIsBeingWrittenWhenItIsWhole() throws Exception {
        awaitPort("1");
        try (OutputStream out = Files.newOutputStream(etc.file(PAD))) {
            for (String piece : List.of("# a file that comes in pieces\n", "por", "t = ", "4")) {
                out.write(piece.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
        awaitPort("4");
    }

    @Test
    void aStormOfChangesEndsWithTheLast() throws Exception {
        awaitPort("1");
        for (int i = 0; i <= 5_000; i++) {
            etc.put(PAD, "port = " + i);
            etc.put("cloudy.external-" + i % 100 + ".cfg", "port = " + i);
        }
        awaitPort("5000");
        await().atMost(PATIENCE).until(() -> "4999".equals(etc.osgi().property("cloudy.external~99", "port")));
    }

    @Test
    void thousandsOfOtherFilesDoNotHideAChange() throws Exception {
        awaitPort("1");
        // More events than the kernel and Java keep: what overflows is looked for.
        for (int i = 0; i < 20_000; i++) {
            Files.createFile(etc.file("other-" + i));
        }
        etc.put(PAD, "port = 6");
        awaitPort("6");
    }

    @Test
    void endsItsThreadWhenItIsClosed() throws Exception {
        awaitPort("1");
        watch.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("cloudy-settings-watch");
    }

    private void awaitPort(String port) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(etc.osgi().property("cloudy.external~pad", "port"))
                .isEqualTo(port));
    }
}
