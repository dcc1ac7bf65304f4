// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.access.Caller;
import cloudy.api.backup.Backup;
import cloudy.api.backup.Part;
import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
