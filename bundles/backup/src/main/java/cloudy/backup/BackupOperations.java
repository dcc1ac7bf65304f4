// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.Text;
import cloudy.api.backup.Backup;
import cloudy.api.backup.Part;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the services of this node want to have saved, in the HTTP API. */
@Component(service = Operations.class)
public final class BackupOperations implements Operations {

    private static final Logger LOG = LoggerFactory.getLogger(BackupOperations.class);
    private static final int MAX_TEXT = 255;

    /** They come and go with their bundles; the contract of the API stays. */
    @Reference(service = Backup.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Backup> backups;

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
    public BackupOperations() {
        this(List.of());
    }

    BackupOperations(List<Backup> backups) {
        this.backups = backups;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("listBackupContents", this::contents);
    }

    private synchronized Answer contents(Call call) {
        List<Content> items = new ArrayList<>();
        for (Backup backup : backups) {
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
