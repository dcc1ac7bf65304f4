// SPDX-License-Identifier: Apache-2.0
package cloudy.api.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuietWatchTest {

    private static final String NAME = "quiet-watch-test";

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final QuietWatch.Reader reader = new QuietWatch.Reader() {
        @Override
        public void changed() {
            told.add("changed");
        }

        @Override
        public void gone() {
            told.add("gone");
        }
    };

    @TempDir
    private Path parent;

    private QuietWatch watch;

    @AfterEach
    void close() throws IOException {
        if (watch != null) {
            watch.close();
        }
    }

    private void begin(Path folder, Duration quiet, Duration patience) throws Exception {
        watch = QuietWatch.begin(folder, NAME, quiet, patience, reader);
        assertThat(next()).isEqualTo("changed");
    }

    private String next() throws InterruptedException {
        return told.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void tellsManyChangesOnce() throws Exception {
        begin(parent, Duration.ofMillis(500), Duration.ofSeconds(30));
        for (int i = 0; i < 20; i++) {
            Files.writeString(parent.resolve("file" + i), "text");
        }
        assertThat(next()).isEqualTo("changed");
        Files.delete(parent.resolve("file1"));
        assertThat(next()).isEqualTo("changed");
        watch.close();
        assertThat(told).isEmpty();
    }

    @Test
    void tellsThoughSomethingHappensAllTheTime() throws Exception {
        begin(parent, Duration.ofSeconds(30), Duration.ofMillis(1));
        Files.writeString(parent.resolve("file"), "text");
        // The quiet is not over yet, the patience is: the next event is told of.
        while (told.isEmpty()) {
            Files.writeString(parent.resolve("file"), "more");
            Thread.onSpinWait();
        }
        assertThat(next()).isEqualTo("changed");
    }

    @Test
    void tellsThatTheFolderIsGone() throws Exception {
        Path folder = Files.createDirectory(parent.resolve("folder"));
        begin(folder, Duration.ofMillis(10), Duration.ofSeconds(1));
        Files.delete(folder);
        assertThat(next()).isEqualTo("gone");
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        assertThatIOException()
                .isThrownBy(() -> QuietWatch.begin(
                        parent.resolve("none"), NAME, Duration.ofMillis(1), Duration.ofMillis(1), reader));
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        begin(parent, Duration.ofMillis(1), Duration.ofMillis(1));
        watch.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain(NAME);
    }
}
