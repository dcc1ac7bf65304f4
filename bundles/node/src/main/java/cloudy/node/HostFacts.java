// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the kernel and the distribution say of this host at this moment; what they do not say is empty. */
final class HostFacts {

    private static final Logger log = LoggerFactory.getLogger(HostFacts.class);
    private static final int MAX_BYTES = 8 * 1024;
    private static final int MAX_TEXT = 100;
    private static final Pattern PRETTY_NAME =
            Pattern.compile("(?m)^PRETTY_NAME=(?:\"([^\"\n]*)\"|'([^'\n]*)'|(\\S*))");

    /** Bytes of a file system, or of the memory. */
    record Space(long totalBytes, long freeBytes) {}

    private final Path root;
    private final Path data;

    /** Reads below {@code root}, which is {@code /} but in tests; {@code data} is the folder that must not fill up. */
    HostFacts(Path root, Path data) {
        this.root = root;
        this.data = data;
    }

    /** The name of the operating system as its distribution writes it. */
    Optional<String> os() {
        return read("etc/os-release").or(() -> read("usr/lib/os-release")).flatMap(text -> {
            Matcher found = PRETTY_NAME.matcher(text);
            return found.find()
                    ? Stream.of(1, 2, 3)
                            .flatMap(i -> Stream.ofNullable(found.group(i)))
                            .findFirst()
                            .flatMap(HostFacts::line)
                    : Optional.empty();
        });
    }

    /** The model of the board or the computer. */
    Optional<String> hardware() {
        // The device tree ends its texts with a NUL.
        return read("proc/device-tree/model")
                .map(text -> text.replace("\0", ""))
                .flatMap(HostFacts::line)
                .or(() -> read("sys/class/dmi/id/product_name").flatMap(HostFacts::line));
    }

    /** Programs that ran or waited for the processor, over the last minute. */
    Optional<Double> load() {
        return read("proc/loadavg").flatMap(text -> {
            try {
                return Optional.of(Double.parseDouble(text.substring(0, Math.max(0, text.indexOf(' ')))))
                        .filter(load -> load >= 0 && load < Integer.MAX_VALUE);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    /** The memory, and how much of it a program could still have. */
    Optional<Space> memory() {
        return read("proc/meminfo").flatMap(text -> kilobytes(text, "MemTotal")
                .flatMap(total -> kilobytes(text, "MemAvailable").map(free -> new Space(total * 1024, free * 1024))));
    }

    /** The file system that the node's data is on, and what this user may still write there. */
    Optional<Space> disk() {
        try {
            FileStore store = Files.getFileStore(data);
            return Optional.of(new Space(store.getTotalSpace(), store.getUsableSpace()));
        } catch (IOException e) {
            log.debug("The data folder tells no size", e);
            return Optional.empty();
        }
    }

    private static Optional<Long> kilobytes(String meminfo, String key) {
        Matcher found =
                Pattern.compile("(?m)^" + key + ":\\s+([0-9]{1,15}) kB$").matcher(meminfo);
        return found.find() ? Optional.of(Long.valueOf(found.group(1))) : Optional.empty();
    }

    private static Optional<String> line(String text) {
        return Optional.of(Text.clean(text.strip(), MAX_TEXT)).filter(clean -> !clean.isEmpty());
    }

    private Optional<String> read(String file) {
        try (InputStream in = Files.newInputStream(root.resolve(file))) {
            return Optional.of(new String(in.readNBytes(MAX_BYTES), UTF_8));
        } catch (IOException e) {
            // Most hosts have some of these files only.
            log.debug("{} is not read", file, e);
            return Optional.empty();
        }
    }
}
