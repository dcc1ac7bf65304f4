// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered over restarts. */
class MemoryTest {

    private static final List<Endpoint> JOIN = List.of(new Endpoint("10.0.0.1", 5000));

    @TempDir
    Path folder;

    @Test
    void membersThatWereSeenAreKnownAgain() {
        SeenMembers seen = SeenMembers.in(folder, JOIN);
        seen.met(List.of("10.0.0.2:5000", "[fd00::1]:5000"));
        assertThat(seen.changed()).isTrue();
        seen.save();
        assertThat(seen.changed()).isFalse();

        assertThat(SeenMembers.in(folder, JOIN).addresses()).containsExactly("10.0.0.2:5000", "[fd00::1]:5000");
        assertThat(SeenMembers.in(folder, JOIN).changed()).isFalse();
    }

    @Test
    void anEmptiedListOfAddressesForgetsWhatWasMetThroughIt() {
        SeenMembers seen = SeenMembers.in(folder, JOIN);
        seen.met(List.of("10.0.0.2:5000"));
        seen.save();

        assertThat(SeenMembers.in(folder, List.of()).addresses()).isEmpty();
    }

    @Test
    void aNodeThatOthersJoinedKeepsThem() {
        SeenMembers seen = SeenMembers.in(folder, List.of());
        seen.met(List.of("10.0.0.2:5000"));
        seen.save();

        assertThat(SeenMembers.in(folder, List.of()).addresses()).containsExactly("10.0.0.2:5000");
    }

    @Test
    void theLongestUnseenAreForgottenFirst() {
        SeenMembers seen = SeenMembers.in(folder, JOIN);
        seen.met(IntStream.range(0, 120).mapToObj(i -> "10.0.1." + i + ":5000").toList());
        seen.met(IntStream.range(0, 20).mapToObj(i -> "10.0.2." + i + ":5000").toList());

        assertThat(seen.addresses()).hasSize(128).startsWith("10.0.2.0:5000").doesNotContain("10.0.1.119:5000");
    }

    @Test
    void aDamagedFileIsSetAside() throws IOException {
        Files.writeString(folder.resolve("members"), "join \nnot an address!\n");

        assertThat(SeenMembers.in(folder, List.of()).addresses()).isEmpty();
        assertThat(folder.resolve("members.bad")).exists();
        assertThat(folder.resolve("members")).doesNotExist();
    }

    @Test
    void aFileThatGrewTooLongIsNotRead() throws IOException {
        Files.writeString(folder.resolve("members"), "x".repeat(70_000));

        assertThat(SeenMembers.in(folder, JOIN).addresses()).isEmpty();
        assertThatThrownBy(() -> {
                    Files.writeString(folder.resolve("long"), "x".repeat(70_000));
                    new StateFile(folder.resolve("long")).read();
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void theKeyIsMadeOnceAndIsTheOwnersOnly() throws IOException {
        String key = RpcKey.in(folder.resolve("serf"));

        assertThat(key).matches("[0-9a-f]{48}");
        assertThat(RpcKey.in(folder.resolve("serf"))).isEqualTo(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("serf/rpc.key"))))
                .isEqualTo("rw-------");
        Files.writeString(folder.resolve("serf/rpc.key"), "short");
        assertThat(RpcKey.in(folder.resolve("serf"))).isNotEqualTo(key).matches("[0-9a-f]{48}");
        try (var files = Files.list(folder.resolve("serf"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void namesOfBeforeAreRememberedAndNoOneElses() throws IOException {
        String id = "0123456789abcdef";
        var names = new PastNames(folder, id);
        names.has(id + "-10.0.0.1-5000");
        names.has(id + "-10.0.0.2-5000");
        names.has(id + "-10.0.0.2-5000");
        names.has("foreign");
        assertThat(names.former()).containsExactly(id + "-10.0.0.1-5000");

        Files.writeString(
                folder.resolve("names"),
                "fedcba9876543210-10.0.0.9-5000\n" + Files.readString(folder.resolve("names")));
        var again = new PastNames(folder, id);
        assertThat(again.former()).containsExactly(id + "-10.0.0.1-5000");
        for (int port = 1; port < 20; port++) {
            again.has(id + "-10.0.0.3-" + port);
        }
        assertThat(again.former()).hasSize(7).startsWith(id + "-10.0.0.3-18");
    }
}
