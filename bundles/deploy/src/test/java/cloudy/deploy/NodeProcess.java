// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A node in a JVM of its own, which its jars may end. */
final class NodeProcess {

    private static final Limits LIMITS =
            new Limits(Duration.ofMillis(50), Duration.ofMillis(400), Duration.ofSeconds(2), Duration.ofSeconds(5), 90);

    private final Path home;
    private final Path output;
    private final Process process;

    private NodeProcess(Path home, Path output, Process process) {
        this.home = home;
        this.output = output;
        this.process = process;
    }

    static NodeProcess start(Path home) throws IOException {
        Path output = Files.createTempFile(home, "out", ".txt");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                NodeProcess.class.getName(),
                home.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new NodeProcess(home, output, process);
    }

    /** The node itself. Like Karaf, it stops its framework in a shutdown hook, and waits for that only so long. */
    public static void main(String[] arguments) throws Exception {
        var node = new TestNode(Path.of(arguments[0]), LIMITS, System.out::println);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            var stopped = new CountDownLatch(1);
            var stopper = new Thread(() -> {
                try {
                    node.stop();
                } catch (Exception alreadyDown) {
                    System.out.println(alreadyDown);
                }
                stopped.countDown();
            });
            stopper.start();
            try {
                System.out.println("stopped: " + stopped.await(1, TimeUnit.SECONDS));
            } catch (InterruptedException hurried) {
                System.out.println(hurried);
            }
        }));
        node.start();
        System.out.println("up");
        new CountDownLatch(1).await();
    }

    Path jar(String name) {
        return home.resolve("deploy").resolve(name);
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    void awaitLine(String line) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(output()).contains(line));
    }

    /** Its jars end it. */
    void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** SIGTERM. */
    void stop() throws InterruptedException {
        process.destroy();
        awaitEnd();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    boolean isAlive() {
        return process.isAlive();
    }
}
