// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's programs, asked from tests. */
final class Bind {

    private Bind() {}

    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/sbin/named"))
                && NamedCheckzone.program().isPresent()
                && Files.isExecutable(Path.of("/usr/bin/dig"));
    }

    /** What a program says, and how it ended. */
    record Said(int status, String text) {}

    static Said run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Said(process.waitFor(), text.strip());
    }

    /** What dig is answered on loopback, in short. */
    static String dig(int port, String... question) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(
                List.of("dig", "@127.0.0.1", "-p", Integer.toString(port), "+short", "+time=10", "+tries=1"));
        command.addAll(List.of(question));
        return run(command.toArray(String[]::new)).text();
    }
}
