// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A program of this package that runs on a host, and the lines that go to and fro.
 *
 * <p>Its lines carry a mark, because a JVM writes warnings of its own between them when the machine is busy.
 */
final class Talker implements Closeable {

    private static final String MARK = "itests> ";
    private static final String BEGUN = "begun";

    /** The line by which a program says that it has begun. */
    static final String BEGINNING = MARK + BEGUN;

    private final Process process;
    private final BufferedReader heard;
    private final BufferedWriter said;

    private Talker(Process process) {
        this.process = process;
        heard = process.inputReader(StandardCharsets.UTF_8);
        said = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Waits until the program has begun. */
    static Talker with(Process process) throws IOException {
        var talker = new Talker(process);
        String first = talker.hear();
        if (!BEGUN.equals(first)) {
            throw new IOException("a program began with: " + first);
        }
        return talker;
    }

    /** Waits for the program's next line; null at its end. */
    String hear() throws IOException {
        String line = heard.readLine();
        while (line != null && !line.startsWith(MARK)) {
            line = heard.readLine();
        }
        return line == null ? null : line.substring(MARK.length());
    }

    /** Sends the program a line. */
    void say(String line) throws IOException {
        said.write(line + "\n");
        said.flush();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** In the program: it has begun. */
    static void begun() {
        tell(BEGUN);
    }

    /** In the program: a line for whoever started it. */
    static void tell(Object line) {
        System.out.print(MARK + line + "\n");
        System.out.flush();
    }
}
