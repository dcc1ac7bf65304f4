// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.InvalidFieldException;
import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Page;
import cloudy.api.rest.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The catalogue over HTTP. */
@Component(service = Operations.class)
public final class CatalogueOperations implements Operations {

    /** An entry of the list. */
    record Listed(
            String id,
            String title,
            String description,
            String category,
            String version,
            boolean installed,
            Optional<String> installedVersion,
            boolean update,
            String origin,
            Optional<String> reason) {}

    /** An entry with all that it would bring. */
    record Shown(
            String id,
            String title,
            String description,
            String category,
            String version,
            boolean installed,
            Optional<String> installedVersion,
            boolean update,
            String origin,
            Optional<String> reason,
            List<String> needs,
            List<Entry.Piece> bundles,
            String digest) {}

    /** A repository. */
    record ListedRepository(
            String name,
            String address,
            Optional<String> sha256,
            Optional<String> key,
            boolean wished,
            List<String> features,
            List<String> installed,
            Optional<String> reason) {}

    /** A feature of a repository that is looked at. */
    record Offered(
            String id,
            String title,
            String description,
            String category,
            String version,
            List<String> needs,
            List<Entry.Piece> bundles) {}

    /** What a repository would bring. */
    record Preview(
            String name, String address, String sha256, Optional<String> key, String digest, List<Offered> features) {}

    private final NodeCatalogue catalogue;

    @Activate
    public CatalogueOperations(@Reference NodeCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "listCatalogue", this::list,
                "showEntry", this::show,
                "installFeature", this::install,
                "removeFeature", this::remove,
                "updateFeature", this::update,
                "listRepositories", this::repositories,
                "addRepository", this::add,
                "refreshRepository", this::refresh,
                "removeRepository", this::removeRepository);
    }

    private Answer list(Call call) throws Exception {
        Optional<String> category = call.find("category");
        List<Entry> entries = catalogue.entries().stream()
                .filter(entry ->
                        category.isEmpty() || category.get().equals(entry.text().category()))
                .filter(entry -> !call.flag("installed") || entry.installed().isPresent())
                .toList();
        return Answer.ok(Page.of(entries, Entry::id, call.number("limit"), call.find("cursor"))
                .map(entry -> listed(entry, call.languages()))
                .toMap());
    }

    private static Listed listed(Entry entry, List<Locale> languages) {
        return new Listed(
                entry.id(),
                entry.text().title().in(languages),
                entry.text().description().in(languages),
                entry.text().category(),
                entry.version().toString(),
                entry.installed().isPresent(),
                entry.installed().map(Version::toString),
                entry.hasUpdate(),
                entry.origin(),
                entry.reason());
    }

    private Answer show(Call call) throws Exception {
        Entry entry = catalogue.entry(call.text("id"));
        Listed listed = listed(entry, call.languages());
        return Answer.ok(new Shown(
                listed.id(),
                listed.title(),
                listed.description(),
                listed.category(),
                listed.version(),
                listed.installed(),
                listed.installedVersion(),
                listed.update(),
                listed.origin(),
                listed.reason(),
                entry.needs(),
                entry.bundles(),
                entry.digest()));
    }

    private Answer install(Call call) throws Exception {
        return Answer.accepted(catalogue.install(call.text("id"), call.bodyText("confirm"), call.requireCaller()));
    }

    private Answer update(Call call) throws Exception {
        return Answer.accepted(catalogue.update(call.text("id"), call.bodyText("confirm"), call.requireCaller()));
    }

    private Answer remove(Call call) throws Exception {
        return Answer.accepted(catalogue.remove(call.text("id"), call.requireCaller()));
    }

    private Answer repositories(Call call) throws Exception {
        return Answer.ok(Map.of(
                "items",
                catalogue.added().stream()
                        .map(added -> new ListedRepository(
                                added.name(),
                                added.source().address().toString(),
                                added.sha256(),
                                added.source().key().map(PublisherKey::toString),
                                added.wished(),
                                added.features(),
                                added.installed(),
                                added.reason()))
                        .toList()));
    }

    private Answer add(Call call) {
        Source source = Source.of(call.bodyText("address").orElse(""), pin(call));
        Optional<String> confirm = call.bodyText("confirm");
        Caller caller = call.requireCaller();
        return Answer.later(catalogue.preview(source).handle((preview, failure) -> {
            if (failure != null) {
                throw refused(failure);
            }
            if (confirm.isEmpty()) {
                return Answer.ok(shown(preview));
            }
            if (!confirm.get().equals(preview.digest())) {
                throw Problem.of(
                        409,
                        Texts.of(
                                "El que porta no és el que es va confirmar; torneu-ho a mirar.",
                                "Lo que trae no es lo que se confirmó; vuelva a mirarlo.",
                                "What it brings is not what was confirmed; look at it again."),
                        "confirm");
            }
            return Answer.accepted(catalogue.add(preview, caller));
        }));
    }

    /** One of the two: what may change is held against a key, what may not against a hash. */
    private static Pin pin(Call call) {
        Optional<String> sha256 = call.bodyText("sha256");
        Optional<String> key = call.bodyText("key");
        if (sha256.isPresent() == key.isPresent()) {
            throw new InvalidFieldException(
                    "key",
                    Texts.of(
                            "doneu o la clau de qui publica o el SHA-256 que ha de tenir el fitxer",
                            "dé o la clave de quien publica o el SHA-256 que debe tener el fichero",
                            "give either the publisher's key or the SHA-256 that the file must have"));
        }
        return key.isPresent() ? new Pin.Publisher(new PublisherKey(key.get())) : new Pin.Content(sha256.get());
    }

    private Answer refresh(Call call) throws Exception {
        return Answer.accepted(catalogue.refresh(call.text("name"), call.requireCaller()));
    }

    private static RuntimeException refused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            var sentences = new HashMap<String, String>();
            refusal.texts().byLanguage().forEach((language, why) -> sentences.put(language, sentence(why)));
            return Problem.of(422, new Texts(sentences), "address");
        }
        return new CompletionException(cause);
    }

    private static String sentence(String why) {
        return why.substring(0, 1).toUpperCase(Locale.ROOT) + why.substring(1) + '.';
    }

    private static Preview shown(Repositories.Preview preview) {
        return new Preview(
                preview.file().name(),
                preview.source().address().toString(),
                preview.sha256(),
                preview.source().key().map(PublisherKey::toString),
                preview.digest(),
                preview.file().features().stream()
                        .map(feature -> new Offered(
                                feature.name(),
                                feature.title(),
                                feature.description(),
                                feature.category(),
                                feature.version().toString(),
                                feature.needs(),
                                feature.bundles().stream()
                                        .map(item ->
                                                new Entry.Piece(item.location().toString(), Optional.of(item.sha256())))
                                        .toList()))
                        .toList());
    }

    private Answer removeRepository(Call call) throws Exception {
        catalogue.removeRepository(call.text("name"), call.requireCaller());
        return Answer.done();
    }
}
