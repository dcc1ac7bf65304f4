// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Audience;
import cloudy.api.registry.LocalService;
import cloudy.api.rest.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceLogTest {

    private static final String OTHER = head("com.example.Other", "not meant");

    @TempDir
    Path folder;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private volatile boolean wantsMore = true;
    private Path file;
    private ServiceLog log;

    @BeforeEach
    void start() {
        file = folder.resolve("cloudy.log");
        log = new ServiceLog(file);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void isWhatItsBundleWroteWithWhatContinuesIt() throws Exception {
        write(
                file,
                OTHER,
                "\tat other",
                head("org.example.Pads", "one"),
                "java.io.IOException: \u001b[2J",
                "\tat pads");
        write(file, OTHER, head("org.example", "two"), head("org.exampleX", "no"), "\tat no");

        assertThat(text(200))
                .isEqualTo(head("org.example.Pads", "one") + "\njava.io.IOException: \ufffd[2J\n    at pads\n"
                        + head("org.example", "two") + '\n');
        assertThat(text(1)).isEqualTo(head("org.example", "two") + '\n');
    }

    @Test
    void goesBackToTheGenerationBefore() throws Exception {
        write(folder.resolve("cloudy.log.1"), head("org.example", "much older"));
        Files.setLastModifiedTime(folder.resolve("cloudy.log.1"), java.nio.file.attribute.FileTime.from(Instant.EPOCH));
        write(folder.resolve("cloudy.log.2"), head("org.example", "older"));
        write(file, head("org.example", "now"));

        assertThat(text(5).lines()).containsExactly(head("org.example", "older"), head("org.example", "now"));
    }

    @Test
    void isEmptyWhereNothingWasLogged() throws Exception {
        assertThat(text(5)).isEmpty();
    }

    @Test
    void looksFurtherBackWhereTheLastLinesAreOthers() throws Exception {
        write(file, head("org.example", "long ago"));
        String[] others = new String[3_000];
        java.util.Arrays.fill(others, OTHER);
        write(file, others);

        assertThat(text(5)).isEqualTo(head("org.example", "long ago") + '\n');
    }

    @Test
    void followsOverARotationAndEndsItsThread() throws Exception {
        write(file, head("org.example", "before"), head("org.example", "last"));

        AutoCloseable following = follow(1);
        assertThat(next()).isEqualTo("data: " + head("org.example", "last") + "\n\n");
        write(file, OTHER, head("org.example", "new"));
        assertThat(next()).contains(": new");
        Files.move(file, folder.resolve("cloudy.log.1"));
        write(file, head("org.example", "rotated"));
        assertThat(next()).contains(": rotated");
        write(file, "\tat pads");
        assertThat(next()).isEqualTo("data:     at pads\n\n");

        following.close();
        noThread();
        write(file, head("org.example", "unheard"));
        assertThat(heard).isEmpty();
    }

    @Test
    void followsAFileThatComesLater() throws Exception {
        AutoCloseable following = follow(9);

        write(file, head("org.example", "first"));

        assertThat(next()).contains(": first");
        following.close();
    }

    @Test
    void endsWhenTheListenerHasGone() throws Exception {
        follow(9);
        wantsMore = false;

        write(file, head("org.example", "one"), head("org.example", "two"));

        assertThat(next()).contains(": one");
        noThread();
        assertThat(heard).isEmpty();
    }

    @Test
    void aProgramsOutputGoesBeforeTheLog() throws Exception {
        write(file, head("cloudy.serf", "log"));
        var serf = new FakeDaemons("serf", List.of("out one", "out two"));
        log.daemons = List.of(serf);

        LocalService service = service("cloudy.serf");
        assertThat(new String(((Answer.Bytes) log.answer(service, 1, false).content()).bytes(), StandardCharsets.UTF_8))
                .isEqualTo("out two\n");

        serf.early = List.of("out two", "out three");
        var stream = (Answer.Stream) log.answer(service, 2, true).content();
        AutoCloseable following = stream.source().open(sink());
        serf.write("out four");

        assertThat(List.of(next(), next(), next(), next()))
                .containsExactly("data: out one\n\n", "data: out two\n\n", "data: out three\n\n", "data: out four\n\n");
        following.close();
        assertThat(serf.followed).isFalse();
    }

    private AutoCloseable follow(int lines) throws Exception {
        return ((Answer.Stream)
                        log.answer(service("org.example/pads"), lines, true).content())
                .source()
                .open(sink());
    }

    private Answer.Sink sink() {
        return new Answer.Sink() {
            @Override
            public boolean send(String piece) {
                heard.add(piece);
                return wantsMore;
            }

            @Override
            public void end() {}
        };
    }

    private String next() throws InterruptedException {
        String piece = heard.poll(10, TimeUnit.SECONDS);
        assertThat(piece).isNotNull();
        return piece;
    }

    private static void noThread() {
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("cloudy-registry-log")));
    }

    private String text(long lines) throws IOException {
        var bytes = (Answer.Bytes)
                log.answer(service("org.example/pads"), lines, false).content();
        return new String(bytes.bytes(), StandardCharsets.UTF_8);
    }

    private static LocalService service(String id) {
        return new LocalService(
                id,
                id.replaceFirst("/.*", ""),
                LocalService.Run.UP,
                "",
                Instant.EPOCH,
                new LocalService.Wish(true, true, Audience.LAN),
                List.of());
    }

    private static String head(String logger, String message) {
        return "2026-11-22T05:00:00,123 INFO  [main [1] x] " + logger + ": " + message;
    }

    private static void write(Path to, String... lines) throws IOException {
        Files.write(to, List.of(lines), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
