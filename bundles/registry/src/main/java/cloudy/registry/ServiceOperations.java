// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Page;
import cloudy.api.rest.Problem;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The services of this node, in the HTTP API. */
@Component(service = Operations.class)
public final class ServiceOperations implements Operations {

    private static final List<String> WISHES = List.of(Wishes.ENABLED, Wishes.PUBLISH, Wishes.AUDIENCE);

    private final Board board;
    private final Settings settings;
    private final ServiceLog log;

    /** Revisions begin anew at each start, and must not be taken for those of an earlier one. */
    private final String start = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    @Activate
    public ServiceOperations(@Reference Board board, @Reference Settings settings, @Reference ServiceLog log) {
        this.board = board;
        this.settings = settings;
        this.log = log;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "listServices", this::list,
                "getService", this::get,
                "changeService", this::change,
                "startService", call -> wish(call, Map.of(Wishes.ENABLED, "true")),
                "stopService", call -> wish(call, Map.of(Wishes.ENABLED, "false")),
                "publishService", call -> wish(call, Map.of(Wishes.PUBLISH, "true")),
                "withdrawService", call -> wish(call, Map.of(Wishes.PUBLISH, "false")),
                "checkService", this::check,
                "getServiceLog", call -> log.answer(find(call), call.number("lines"), call.flag("follow")));
    }

    private Answer list(Call call) {
        // The revision first: what changes in between is shown again under the next one, and not missed.
        String version = version(call);
        Predicate<LocalService> filter = filter(call);
        Page<LocalService> page = Page.of(
                board.all().stream().filter(filter).toList(),
                LocalService::id,
                call.number("limit"),
                call.find("cursor"));
        return Answer.versioned(
                version, () -> page.map(service -> view(service, call)).toMap());
    }

    private static Predicate<LocalService> filter(Call call) {
        Optional<String> run = call.find("run");
        Optional<String> type = call.find("type");
        return service -> run.filter(word -> !word.equals(word(service.run()))).isEmpty()
                && type.filter(word -> service.offers().stream()
                                .noneMatch(each -> each.offer().type().equalsIgnoreCase(word)))
                        .isEmpty();
    }

    private Answer get(Call call) {
        String version = version(call);
        LocalService service = find(call);
        return Answer.versioned(version, () -> view(service, call));
    }

    private Answer change(Call call) throws IOException {
        Map<String, String> words = new LinkedHashMap<>();
        WISHES.forEach(word -> call.bodyText(word).ifPresent(text -> words.put(word, text)));
        return wish(call, words);
    }

    private Answer wish(Call call, Map<String, String> words) throws IOException {
        LocalService service = find(call);
        return Answer.ok(view(board.wish(service.id(), words, call.requireCaller()), call));
    }

    private Answer check(Call call) {
        LocalService service = find(call);
        board.check(service.id());
        return Answer.ok(view(service, call));
    }

    private ServiceView view(LocalService service, Call call) {
        return ServiceView.of(service, title(service), call.languages());
    }

    /** What its settings are called; one of a list of things has no name of its own there. */
    private Texts title(LocalService service) {
        return service.pid()
                .filter(pid -> pid.indexOf('~') < 0)
                .flatMap(settings::form)
                .map(Form::title)
                .orElseGet(Texts::none);
    }

    private LocalService find(Call call) {
        String id = call.text("id");
        return board.all().stream()
                .filter(service -> ServiceView.id(service.id()).equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound(Texts.of(
                        "Aquest node no té aquest servei.",
                        "Este nodo no tiene este servicio.",
                        "There is no such service on this node.")));
    }

    /** What a service says of itself is in the language of who asks. */
    private String version(Call call) {
        return start + '-' + board.revision() + '-' + call.languages().hashCode();
    }

    private static String word(LocalService.Run run) {
        return run.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
