// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.access.Caller;
import cloudy.api.backup.Backup;
import cloudy.api.backup.Part;
import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupOperationsTest {

    private static final Part KEYS = Part.of("keys", Texts.of("Claus", "Claves", "Keys"), Path.of("/srv/keys"))
            .asSecret();

    @TempDir
    private Path folder;

    @Test
    void listsWhatEachServiceWantsSaved() throws Exception {
        var one = new Said("cloudy.b", () -> List.of(KEYS));
        var other = new Said("cloudy.a", List::of);

        assertThat(contents(one, other))
                .containsSubsequence("service=cloudy.a", "parts=[]", "service=cloudy.b", "name=keys", "title=Keys")
                .contains("path=/srv/keys", "when=RUNNING", "secret=true");
    }

    @Test
    void saysWhyAServiceCannotSayIt() throws Exception {
        var broken = new Said("cloudy.a", () -> {
            throw new IOException("the disk is gone\u0007");
        });

        assertThat(contents(broken, new Said("cloudy.b", () -> List.of(KEYS))))
                .contains("the disk is gone\uFFFD", "name=keys");
    }

    @Test
    void answersWhatTheContractHas() throws IOException {
        try (var contract = BackupOperations.class.getResourceAsStream("/OSGI-INF/openapi.yaml")) {
            var ids = Pattern.compile("operationId: (\\w+)")
                    .matcher(new String(contract.readAllBytes(), StandardCharsets.UTF_8));

            assertThat(ids.results().map(found -> found.group(1)))
                    .containsExactlyInAnyOrderElementsOf(
                            new BackupOperations(null, null).operations().keySet());
        }
    }

    /** As a browser does it: out of one node and into another. */
    @Test
    void takesABackupAwayAndBringsItPieceByPiece() throws Exception {
        var node = new TestNode(folder.resolve("a"));
        node.write("data/pads/noise", noise(3 << 20));
        String name = node.backup();
        var all = new ByteArrayOutputStream();
        for (byte[] piece = read(node, name, 0); piece.length > 0; piece = read(node, name, all.size())) {
            assertThat(piece.length).isLessThanOrEqualTo(Pieces.SIZE);
            all.write(piece);
        }

        var other = new TestNode(folder.resolve("b"));
        Operation there = operation(other, "uploadBackup");
        for (int at = 0; at < all.size(); at += 500_000) {
            byte[] piece = Arrays.copyOfRange(all.toByteArray(), at, Math.min(all.size(), at + 500_000));
            assertThat(new Vault(other.place.data().resolve("backups")).all()).isEmpty();
            bring(there, name, at, piece, at + 500_000 >= all.size());
        }

        assertThat(other.audited).containsExactly("node uploadBackup " + name + " done");
        other.backups().verify(name, TestNode.KEY.secret(), Caller.node());
        assertThat(other.jobs.reason()).isEmpty();
        assertThatThrownBy(() -> bring(there, name, 0, new byte[1], true)).hasMessageContaining("already");
        assertThatThrownBy(() -> bring(there, "x.tar.gz.age", 7, new byte[1], true))
                .hasMessageContaining("must be 0");
        for (String wrong : List.of("../x.tar.gz.age", "x", ".x.tar.gz.age", "a/b.tar.gz.age", "a\u0000.tar.gz.age")) {
            assertThatThrownBy(() -> bring(there, wrong, 0, new byte[1], true))
                    .hasMessageContaining("no name of a backup");
            assertThatThrownBy(() -> read(other, wrong, 0)).hasMessageContaining("no name of a backup");
        }
    }

    @Test
    void saysOfWhatIsNoKeyWhatOneIs() throws Exception {
        var node = new TestNode(folder);
        String name = node.backup();

        for (String wrong : List.of("", "AGE-SECRET-KEY-1ABC", TestNode.KEY.recipient(), "x".repeat(200))) {
            var call = Call.of(Caller.node(), Map.of("name", name)).with(Map.of("recoveryKey", wrong));
            assertThatThrownBy(() -> operation(node, "restoreBackup").answer(call))
                    .hasMessageContaining("must be the whole recovery key")
                    .hasMessageNotContaining("ABC");
        }
    }

    private static String noise(int length) {
        var random = new Random(7);
        return random.ints(length, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static byte[] read(TestNode node, String name, long from) throws Exception {
        Answer answer =
                operation(node, "readBackup").answer(Call.of(Caller.node(), Map.of("name", name, "from", from)));
        return ((Answer.Bytes) answer.content()).bytes();
    }

    private static void bring(Operation there, String name, long at, byte[] piece, boolean last) throws Exception {
        String data = Base64.getEncoder().encodeToString(piece);
        there.answer(Call.of(Caller.node(), Map.of("name", name)).with(Map.of("at", at, "data", data, "last", last)));
    }

    private static Operation operation(TestNode node, String id) {
        return new BackupOperations(node.backups(), node).operations().get(id);
    }

    private String contents(Backup... backups) throws Exception {
        var node = new TestNode(folder);
        List.of(backups).forEach(node::with);
        Answer answer = new BackupOperations(node.backups(), node)
                .operations()
                .get("listBackupContents")
                .answer(Call.of(Caller.node(), Map.of()));
        return ((Answer.Json) answer.content()).value().get().toString();
    }
}
