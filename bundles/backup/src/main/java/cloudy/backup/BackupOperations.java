// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.Text;
import cloudy.api.access.Audit;
import cloudy.api.backup.Backup;
import cloudy.api.backup.Part;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backups in the HTTP API. */
@Component(service = Operations.class)
public final class BackupOperations implements Operations {

    private static final Logger LOG = LoggerFactory.getLogger(BackupOperations.class);
    private static final int MAX_TEXT = 255;

    private final NodeBackups backups;
    private final Audit audit;

    /** What one service says; a problem where it could not be asked. */
    record Content(String service, List<Saved> parts, Optional<String> problem) {}

    /** A part as the API shows it. */
    record Saved(String name, String title, String path, List<String> without, Part.When when, boolean secret) {

        private static Saved of(Part part, List<Locale> languages) {
            return new Saved(
                    part.name(),
                    Text.clean(part.title().in(languages), MAX_TEXT),
                    part.path().toString(),
                    part.without(),
                    part.when(),
                    part.secret());
        }
    }

    @Activate
    public BackupOperations(@Reference NodeBackups backups, @Reference Audit audit) {
        this.backups = backups;
        this.audit = audit;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "listBackups", this::list,
                "createBackup", this::create,
                "removeBackup", this::remove,
                "verifyBackup", this::verify,
                "restoreBackup", this::restore,
                "makeRecoveryKey", this::makeKey,
                "readBackup", this::read,
                "uploadBackup", this::upload,
                "listBackupContents", this::contents);
    }

    private Answer list(Call call) throws IOException {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("items", backups.vault().all());
        shown.put("recipient", backups.recipient());
        shown.put("folder", backups.vault().folder().toString());
        return Answer.ok(shown);
    }

    private Answer create(Call call) {
        return Answer.accepted(backups.create(
                        call.bodyText("service").orElse(""),
                        call.bodyText("reason").map(Reason::of).orElse(Reason.ASKED),
                        call.requireCaller())
                .id());
    }

    private Answer remove(Call call) throws IOException {
        backups.vault().remove(call.text("name"));
        return Answer.done();
    }

    private Answer verify(Call call) {
        return Answer.accepted(backups.verify(call.text("name"), secret(call), call.requireCaller())
                .id());
    }

    private Answer restore(Call call) {
        boolean again = !Boolean.FALSE.equals(call.body().get("restart"));
        return Answer.accepted(backups.restore(
                        call.text("name"),
                        secret(call),
                        call.bodyText("service").orElse(""),
                        again,
                        call.requireCaller())
                .id());
    }

    private static String secret(Call call) {
        return RecoveryKey.typed(call.bodyText("recoveryKey").orElse(""));
    }

    private Answer makeKey(Call call) throws IOException {
        RecoveryKey key = backups.newKey(
                !Boolean.FALSE.equals(call.body().get("kept")),
                Boolean.TRUE.equals(call.body().get("replace")),
                call.requireCaller());
        var shown = new LinkedHashMap<String, Object>();
        shown.put("recipient", key.recipient());
        shown.put("recoveryKey", key.secret());
        return Answer.ok(shown);
    }

    private Answer read(Call call) throws IOException {
        return Answer.bytes("application/octet-stream", backups.pieces().read(call.text("name"), call.number("from")));
    }

    private Answer upload(Call call) throws IOException {
        String name = call.text("name");
        boolean last = Boolean.TRUE.equals(call.body().get("last"));
        backups.pieces()
                .write(
                        name,
                        ((Number) call.body().get("at")).longValue(),
                        call.bodyText("data").orElse(""),
                        last);
        if (last) {
            // One line for all the pieces.
            audit.append(call.requireCaller(), call.from().getHostAddress(), "uploadBackup", name, "done");
        }
        return Answer.done();
    }

    private synchronized Answer contents(Call call) {
        List<Content> items = new ArrayList<>();
        for (Backup backup : backups.contributed()) {
            items.add(content(backup, call.languages()));
        }
        items.sort(Comparator.comparing(Content::service));
        return Answer.ok(Map.of("items", items));
    }

    /** A stranger's, too: what it cannot say costs itself and no other. */
    private static Content content(Backup backup, List<Locale> languages) {
        String service = backup.getClass().getName();
        try {
            service = Text.clean(backup.service(), MAX_TEXT);
            List<Saved> parts = backup.parts().stream()
                    .map(part -> Saved.of(part, languages))
                    .toList();
            return new Content(service, parts, Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Content(service, List.of(), Optional.of("interrupted"));
        } catch (Exception e) {
            LOG.warn("What {} wants to have saved is not known: {}", service, e.toString());
            return new Content(service, List.of(), Optional.of(Text.clean(String.valueOf(e.getMessage()), MAX_TEXT)));
        }
    }
}
