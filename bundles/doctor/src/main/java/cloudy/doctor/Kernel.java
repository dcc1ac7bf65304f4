// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the kernel says in files. */
final class Kernel {

    private static final Logger log = LoggerFactory.getLogger(Kernel.class);
    private static final int MAX_BYTES = 1024 * 1024;
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");

    private final Path root;

    /** Reads below {@code root}, which is {@code /} but in tests. */
    Kernel(Path root) {
        this.root = root;
    }

    /** The file, at most a megabyte of it; empty where the kernel has none. */
    Optional<String> read(String file) {
        try (InputStream in = Files.newInputStream(root.resolve(file))) {
            return Optional.of(new String(in.readNBytes(MAX_BYTES), ISO_8859_1));
        } catch (IOException e) {
            log.debug("{} is not read", file, e);
            return Optional.empty();
        }
    }

    /** The number that the first group finds in the first line that begins so. */
    OptionalLong number(String file, String pattern) {
        Pattern line = Pattern.compile(pattern);
        return read(file).stream()
                .flatMap(String::lines)
                .map(line::matcher)
                .filter(Matcher::lookingAt)
                .mapToLong(Kernel::first)
                .findFirst();
    }

    private static long first(Matcher matcher) {
        return Long.parseLong(matcher.group(1));
    }

    boolean hasDefaultRoute() {
        boolean four = read("proc/net/route").stream()
                .flatMap(String::lines)
                .map(line -> line.split("\\s+", -1))
                .anyMatch(words -> words.length > 7 && words[1].equals("00000000") && words[7].equals("00000000"));
        return four
                || read("proc/net/ipv6_route").stream()
                        .flatMap(String::lines)
                        .anyMatch(line -> line.matches("0{32} 00 .*") && !line.endsWith(" lo"));
    }

    /** The name servers that the host is told to ask. */
    List<InetAddress> nameServers() {
        List<InetAddress> servers = new ArrayList<>();
        read("etc/resolv.conf").stream().flatMap(String::lines).forEach(line -> {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length > 1
                    && words[0].equals("nameserver")
                    && ADDRESS.matcher(words[1]).matches()) {
                try {
                    servers.add(InetAddress.getByName(words[1]));
                } catch (UnknownHostException e) {
                    log.debug("{} is no address", words[1], e);
                }
            }
        });
        return servers;
    }

    /** A finding for what this kernel does not tell. */
    static Finding untold() {
        return Finding.skipped(
                Texts.of("Aquest sistema no ho diu.", "Este sistema no lo dice.", "This system does not tell."));
    }
}
