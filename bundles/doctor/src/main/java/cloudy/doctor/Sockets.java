// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who sits on which port, from the kernel's tables. */
final class Sockets {

    private static final Logger log = LoggerFactory.getLogger(Sockets.class);
    private static final String LISTENS = "0A";

    private final Path root;
    private final Kernel kernel;

    Sockets(Path root) {
        this.root = root;
        kernel = new Kernel(root);
    }

    /** Whether others have a port, and none of these processes. */
    boolean isTaken(String protocol, int port, Set<Long> own) {
        Set<String> inodes = new HashSet<>();
        for (String table : List.of("proc/net/" + protocol, "proc/net/" + protocol + '6')) {
            kernel.read(table).stream()
                    .flatMap(String::lines)
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(words -> words.length > 9 && words[1].endsWith(String.format(":%04X", port)))
                    .filter(words -> protocol.equals("udp") || words[3].equals(LISTENS))
                    .forEach(words -> inodes.add(words[9]));
        }
        return !inodes.isEmpty() && own.stream().noneMatch(pid -> holdsOneOf(pid, inodes));
    }

    private boolean holdsOneOf(long pid, Set<String> inodes) {
        try (var handles = Files.newDirectoryStream(root.resolve("proc/" + pid + "/fd"))) {
            for (Path handle : handles) {
                if (inodes.contains(socket(handle))) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It has ended, or is another user's.
            log.debug("The files of process {} cannot be listed", pid, e);
        }
        return false;
    }

    /** The inode of the socket that a handle leads to; empty when it leads elsewhere, or is closed meanwhile. */
    private static String socket(Path handle) {
        try {
            String target = Files.readSymbolicLink(handle).toString();
            return target.startsWith("socket:[") ? target.substring("socket:[".length(), target.length() - 1) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
