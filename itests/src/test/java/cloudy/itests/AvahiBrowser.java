// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;

/** {@code avahi-browse} on a host, left to run: what it has found by now, and resolved. */
final class AvahiBrowser implements Closeable {

    private static final int NAME = 3;

    private final File printed;
    private final Process process;

    private AvahiBrowser(File printed, Process process) {
        this.printed = printed;
        this.process = process;
    }

    /** Starts it. */
    static AvahiBrowser of(Host host, String type, File printed) throws IOException {
        // By lines, since what it prints into a file would come in blocks.
        return new AvahiBrowser(printed, host.start(printed, "stdbuf", "-oL", "avahi-browse", "-rp", type));
    }

    /** The names of those that are there and resolved, as it writes them. */
    Set<String> resolved() throws IOException {
        var names = new HashSet<String>();
        for (String line : Files.readString(printed.toPath()).lines().toList()) {
            String[] parts = line.split(";", -1);
            if (parts.length > NAME && parts[0].equals("=")) {
                names.add(parts[NAME]);
            } else if (parts.length > NAME && parts[0].equals("-")) {
                names.remove(parts[NAME]);
            }
        }
        return names;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
