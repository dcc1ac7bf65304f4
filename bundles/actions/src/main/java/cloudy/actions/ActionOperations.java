// SPDX-License-Identifier: Apache-2.0
package cloudy.actions;

import cloudy.api.Text;
import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import cloudy.api.action.Joined;
import cloudy.api.action.NeighbourAction;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import cloudy.api.network.Announcement;
import cloudy.api.network.ServiceDirectory;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Page;
import cloudy.api.rest.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What can be done with a neighbour's announcement, in the HTTP API. */
@Component(service = Operations.class)
public final class ActionOperations implements Operations {

    private static final int MAX_KEY = 128;
    private static final int MAX_TEXT = 255;

    private final Actions actions;
    private final ServiceDirectory directory;
    private final Jobs jobs;

    @Activate
    public ActionOperations(@Reference Actions actions, @Reference ServiceDirectory directory, @Reference Jobs jobs) {
        this.actions = actions;
        this.directory = directory;
        this.jobs = jobs;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "listActions",
                this::list,
                "listActionsOf",
                this::listOf,
                "runAction",
                this::run,
                "listJoined",
                this::joined,
                "undoAction",
                this::undo);
    }

    private Answer list(Call call) {
        List<Map<String, Object>> items = new ArrayList<>();
        actions.all().forEach((id, action) -> view(id, action, call.languages()).ifPresent(items::add));
        return Answer.ok(Map.of("items", items));
    }

    private Answer listOf(Call call) {
        Announcement announcement = announcement(call);
        List<Map<String, Object>> items = new ArrayList<>();
        actions.all().forEach((id, action) -> {
            if (actions.fits(action, announcement)) {
                view(id, action, call.languages())
                        .flatMap(view -> completed(view, action, announcement, call.languages()))
                        .ifPresent(items::add);
            }
        });
        return Answer.ok(Map.of("items", items));
    }

    private Optional<Map<String, Object>> view(String id, NeighbourAction action, List<Locale> languages) {
        return actions.ask(action, asked -> {
            var view = new LinkedHashMap<String, Object>();
            view.put("id", id);
            view.put("title", title(asked, languages));
            view.put("role", asked.role());
            return view;
        });
    }

    private Optional<Map<String, Object>> completed(
            Map<String, Object> view, NeighbourAction action, Announcement announcement, List<Locale> languages) {
        return actions.ask(action, asked -> {
            Optional<URI> link = asked.link(announcement).filter(ActionOperations::isWeb);
            if (link.isPresent()) {
                view.put("link", link.get().toString());
            } else {
                view.put("schema", asked.form(announcement).schema(languages));
                asked.joined(announcement).ifPresent(joined -> view.put("joined", state(joined, languages)));
            }
            return view;
        });
    }

    /** Holds every action to its word: a link that a browser would run is none. */
    private static boolean isWeb(URI link) {
        return ("http".equals(link.getScheme()) || "https".equals(link.getScheme()))
                && link.getHost() != null
                && link.getRawUserInfo() == null;
    }

    private Answer run(Call call) {
        Announcement announcement = announcement(call);
        NeighbourAction action = action(call);
        requireRole(call.requireCaller(), action);
        if (!actions.fits(action, announcement)) {
            throw Problem.of(
                    409,
                    Texts.of(
                            "Això no es pot fer amb aquest servei.",
                            "Esto no se puede hacer con este servicio.",
                            "This cannot be done with this service."));
        }
        if (ask(action, asked -> asked.link(announcement)).isPresent()) {
            throw Problem.of(
                    409,
                    Texts.of(
                            "Això és un enllaç: obriu-lo al navegador.",
                            "Esto es un enlace: ábralo en el navegador.",
                            "This is a link: open it in the browser."));
        }
        Form form = ask(action, asked -> asked.form(announcement));
        Map<String, Object> values = form.check(call.body());
        Texts title = Texts.of("%s: %s").with(texts(action), what(announcement));
        return begin("run", action, title, call.requireCaller(), progress -> {
            Optional<String> key = action.run(announcement, values, progress);
            key.ifPresent(name -> progress.result("joined", Text.clean(name, MAX_KEY)));
        });
    }

    private Answer joined(Call call) {
        List<Map<String, Object>> items = new ArrayList<>();
        actions.all().forEach((id, action) -> actions.ask(action, NeighbourAction::joined)
                .ifPresent(
                        all -> all.forEach(one -> actions.ask(action, asked -> view(id, asked, one, call.languages()))
                                .ifPresent(items::add))));
        items.sort((a, b) -> sortKey(a).compareTo(sortKey(b)));
        return Answer.ok(Page.of(items, ActionOperations::sortKey, call.number("limit"), call.find("cursor"))
                .toMap());
    }

    private static String sortKey(Map<String, Object> joined) {
        return joined.get("action") + "/" + joined.get("key");
    }

    private static Map<String, Object> view(String id, NeighbourAction action, Joined joined, List<Locale> languages) {
        var view = new LinkedHashMap<String, Object>();
        view.put("action", id);
        view.put("title", title(action, languages));
        view.put("what", Text.clean(joined.what(), MAX_TEXT));
        view.putAll(state(joined, languages));
        return view;
    }

    private static Map<String, Object> state(Joined joined, List<Locale> languages) {
        return Map.of(
                "key", joined.key(),
                "state", joined.health().status(),
                "reason", joined.health().why().in(languages),
                "since", joined.since());
    }

    private Answer undo(Call call) {
        NeighbourAction action = action(call);
        requireRole(call.requireCaller(), action);
        String key = call.text("key");
        Joined joined = ask(action, NeighbourAction::joined).stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow(() -> Problem.notFound(Texts.of(
                        "No hi ha res unit amb aquest nom.",
                        "No hay nada unido con este nombre.",
                        "Nothing of this name is joined.")));
        Texts title = Texts.of("Desfer «%s»: %s", "Deshacer «%s»: %s", "Undo %s: %s")
                .with(texts(action), Text.clean(joined.what(), MAX_TEXT));
        return begin("undo", action, title, call.requireCaller(), progress -> action.undo(joined.key(), progress));
    }

    private Answer begin(String what, NeighbourAction action, Texts title, Caller by, Jobs.Work work) {
        try {
            String kind = "action." + what + "." + ask(action, NeighbourAction::id);
            return Answer.accepted(jobs.start(kind, title, by, work).id());
        } catch (RejectedExecutionException e) {
            throw Problem.tooManyJobs();
        }
    }

    private Announcement announcement(Call call) {
        return directory
                .find(call.text("id"))
                .orElseThrow(() -> Problem.notFound(Texts.of(
                        "Ara això no ho anuncia ningú.",
                        "Ahora esto no lo anuncia nadie.",
                        "Nobody announces this now.")));
    }

    private NeighbourAction action(Call call) {
        return actions.find(call.text("action"))
                .orElseThrow(() -> Problem.notFound(
                        Texts.of("No existeix aquesta acció.", "No existe esta acción.", "There is no such action.")));
    }

    /** The contract asks for an operator; an action may ask for more. */
    private void requireRole(Caller caller, NeighbourAction action) {
        Role needed = ask(action, NeighbourAction::role);
        if (!caller.role().includes(needed)) {
            throw Problem.of(
                    403,
                    Texts.of("Això demana el rol %s.", "Esto requiere el rol %s.", "This needs the role %s.")
                            .with(needed.name().toLowerCase(Locale.ROOT)));
        }
    }

    private <T> T ask(NeighbourAction action, Actions.Question<T> question) {
        return actions.ask(action, question)
                .orElseThrow(() -> Problem.of(
                        500,
                        Texts.of(
                                "Aquesta acció no funciona; el registre diu per què.",
                                "Esta acción no funciona; el registro dice por qué.",
                                "This action does not work; the log says why.")));
    }

    private Texts texts(NeighbourAction action) {
        return ask(action, NeighbourAction::title).clean(MAX_TEXT);
    }

    private static String title(NeighbourAction action, List<Locale> languages) {
        Texts title = action.title();
        return Text.clean(title.in(languages), MAX_TEXT);
    }

    private static String what(Announcement announcement) {
        return announcement.description().isBlank() ? announcement.type() : announcement.description();
    }
}
