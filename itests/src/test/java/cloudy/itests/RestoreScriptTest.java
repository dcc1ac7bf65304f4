// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code share/restore} puts in place, wherever it is killed. */
class RestoreScriptTest {

    private static final Map<String, String> RESTORED = Map.of(
            "etc/cloudy.node.cfg", "new",
            "etc/cloudy.dns.cfg", "new",
            "etc/system.properties", "karaf",
            "data/node/identity.pem", "new",
            "data/pads/db", "other",
            "base/deploy/new pads.jar", "new");

    private static final Map<String, String> ASIDE = Map.of(
            "etc/cloudy.node.cfg", "old",
            "etc/cloudy.gone.cfg", "old",
            "etc/tls/own.key", "old",
            "data/node/identity.pem", "old",
            "deploy/old.jar", "old");

    @TempDir
    private Path folder;

    @Test
    void isTheSameWhereverItIsKilled() throws Exception {
        int killed = 0;
        for (int step = 1; ; step++) {
            Path node = makeNode("node" + step);
            Command first = run(node, step);
            if (first.exit() != 0) {
                killed++;
                run(node, 0).succeeded();
            }
            assertThat(files(node, "data/restore"))
                    .as("killed at step %d", step)
                    .isEqualTo(new TreeMap<>(RESTORED));
            assertThat(files(node.resolve("data/restore/old"), "none"))
                    .as("put aside, killed at step %d", step)
                    .containsAllEntriesOf(ASIDE);
            assertThat(node.resolve("data/restore/ready")).doesNotExist();
            assertThat(node.resolve("data/restore/new")).doesNotExist();
            if (first.exit() == 0) {
                break;
            }
        }
        assertThat(killed).isGreaterThan(15);
    }

    private Path makeNode(String name) throws IOException {
        Path node = folder.resolve(name);
        write(node, "etc/cloudy.node.cfg", "old");
        write(node, "etc/cloudy.gone.cfg", "old");
        write(node, "etc/tls/own.key", "old");
        write(node, "etc/system.properties", "karaf");
        write(node, "data/node/identity.pem", "old");
        write(node, "data/pads/db", "other");
        write(node, "data/cache/bundle", "old");
        write(node, "base/deploy/old.jar", "old");
        write(node, "data/restore/new/etc/cloudy.node.cfg", "new");
        write(node, "data/restore/new/etc/cloudy.dns.cfg", "new");
        write(node, "data/restore/new/data/node/identity.pem", "new");
        write(node, "data/restore/new/deploy/new pads.jar", "new");
        write(node, "data/restore/ready", "node\n");
        return node;
    }

    /** Runs it as {@code bin/cloudy} does; killed in the place of the so-manieth program that it calls. */
    private Command run(Path node, int killedAt) throws IOException {
        Path count = node.resolve("count");
        Files.deleteIfExists(count);
        for (String name : List.of("mv", "rm", "cp", "mkdir")) {
            program(
                    node.resolve("bin").resolve(name),
                    "printf x >>'" + count + "'",
                    "[ \"$(wc -c <'" + count + "')\" -ne " + killedAt + " ] || { kill -KILL $PPID; exit 1; }",
                    "exec /bin/" + name + " \"$@\"");
        }
        Path script = program(
                node.resolve("bin/node"),
                "set -eu",
                "PATH='" + node.resolve("bin") + "':$PATH",
                "etc='" + node.resolve("etc") + "' base='" + node.resolve("base") + "' data='" + node.resolve("data")
                        + "'",
                "tell() { :; }",
                ". '" + Project.root().resolve("distribution/src/main/resources/share/restore") + "'");
        return Command.run(List.of(script.toString()));
    }

    private static Path program(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + '\n');
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void write(Path node, String name, String text) throws IOException {
        Path file = node.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Map<String, String> files(Path top, String without) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = top.relativize(file).toString();
                if (!name.startsWith(without) && !name.startsWith("bin/") && !name.equals("count")) {
                    found.put(name, Files.readString(file).strip());
                }
            }
        }
        return found;
    }
}
