// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloudy.api.access.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where there is no node any more, Debian's own programs open a backup: age, tar and sha256sum. */
class DebianToolsTest {

    @TempDir
    private Path folder;

    private TestNode node;
    private Path key;

    @BeforeEach
    void makeNode() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/age")), "needs age, which Debian has");
        node = new TestNode(folder.resolve("node"));
        key = Files.writeString(folder.resolve("key.txt"), TestNode.KEY.secret() + '\n');
        node.write("data/pads/" + "càmera/".repeat(30) + "x y", "far away\n");
        node.write("data/pads/large", "0123456789abcdef".repeat(100_000));
    }

    @Test
    void ageOpensTarUnpacksAndTheListIsTrue() throws Exception {
        Path backup = node.place.data().resolve("backups").resolve(node.backup());

        Path tar = folder.resolve("backup.tar.gz");
        run(folder, "age", "-d", "-i", key.toString(), "-o", tar.toString(), backup.toString());
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        run(unpacked, "tar", "-xzf", tar.toString());

        assertThat(run(unpacked, "sha256sum", "-c", "--strict", Names.SUMS))
                .contains("data/node/identity.pem: OK", "data/pads/large: OK", "x y: OK");
        assertThat(Files.readString(unpacked.resolve("data/node/identity.pem"))).isEqualTo("the identity");
    }

    @Test
    void theNodeOpensWhatWasEncryptedByAge() throws Exception {
        String name = node.backup();
        Path vault = node.place.data().resolve("backups");
        run(vault, "age", "-d", "-i", key.toString(), "-o", "plain", name);
        run(vault, "age", "-r", TestNode.KEY.recipient(), "-o", "by-hand.tar.gz.age", "plain");

        node.backups().verify("by-hand.tar.gz.age", TestNode.KEY.secret(), Caller.node());

        assertThat(node.jobs.reason()).isEmpty();
    }

    @Test
    void ageKnowsTheKey() throws Exception {
        assertThat(run(folder, "age-keygen", "-y", key.toString()).strip()).isEqualTo(TestNode.KEY.recipient());
    }

    private String run(Path where, String... command) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(List.of(command))
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return Files.readString(said);
    }
}
