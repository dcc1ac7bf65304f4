// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.access.Role;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Page;
import cloudy.api.rest.Problem;
import cloudy.api.settings.SettingsVersion;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Settings over HTTP. */
@Component(service = Operations.class)
public final class SettingsOperations implements Operations {

    private static final String PATH = "/api/v1/settings/";
    private static final String ANY_VERSION = "*";

    /** One line of the list. */
    record Listed(String pid, String title, boolean list, boolean present, boolean refused, boolean adminOnly) {}

    /** The settings of a PID. */
    record Shown(
            String pid,
            String title,
            boolean list,
            Map<String, Object> values,
            Map<String, Object> defaults,
            Set<String> secretsSet,
            String version,
            Optional<String> refusal,
            boolean adminOnly) {}

    /** One line of the history. */
    record ListedVersion(String id, Instant at, String by, boolean deleted, List<String> changed) {}

    /** A version, and how it differs from the one before it, or from what is in force. */
    record ShownVersion(
            String id,
            Instant at,
            String by,
            boolean deleted,
            Map<String, Object> values,
            String against,
            List<Difference> differences) {}

    private final EtcSettings settings;
    private final Configuration configuration;

    @Activate
    public SettingsOperations(@Reference EtcSettings settings) {
        this.settings = settings;
        configuration = new Configuration(settings);
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.ofEntries(
                Map.entry("listSettings", this::list),
                Map.entry("getSettings", call -> show(known(call), call.languages())),
                Map.entry("getSchema", this::schema),
                Map.entry("writeSettings", this::write),
                Map.entry("changeSettings", this::change),
                Map.entry("deleteSettings", this::delete),
                Map.entry("listVersions", this::versions),
                Map.entry("getVersion", this::version),
                Map.entry("restoreVersion", this::restore),
                Map.entry("exportConfiguration", call -> Answer.ok(configuration.document())),
                Map.entry("applyConfiguration", this::apply));
    }

    private Answer list(Call call) {
        Set<String> present = settings.pids();
        var pids = new TreeSet<>(present);
        pids.addAll(settings.declared());
        Page<String> page = Page.of(List.copyOf(pids), pid -> pid, call.number("limit"), call.find("cursor"));
        Map<String, Texts> refusals = settings.refusals();
        return Answer.ok(page.map(pid -> new Listed(
                        pid,
                        title(pid, call.languages()),
                        isWholeList(pid),
                        present.contains(pid),
                        refusals.containsKey(Pid.parse(pid).file()),
                        settings.isAdminOnly(pid)))
                .toMap());
    }

    private Answer show(String pid, List<Locale> languages) {
        String version = settings.version(pid);
        var json = new JsonValues(settings.form(pid));
        return Answer.ok(new Shown(
                        pid,
                        title(pid, languages),
                        isWholeList(pid),
                        json.json(settings.read(pid)),
                        json.defaults(),
                        settings.secrets(pid),
                        version,
                        Optional.ofNullable(
                                        settings.refusals().get(Pid.parse(pid).file()))
                                .map(why -> why.in(languages)),
                        settings.isAdminOnly(pid)))
                .version(version);
    }

    private Answer schema(Call call) {
        String pid = call.text("pid");
        Form form = settings.form(pid)
                .orElseThrow(() -> Problem.notFound(Texts.of(
                        "Cap paquet instal·lat no diu quina configuració és aquesta.",
                        "Ningún paquete instalado dice qué configuración es esta.",
                        "No installed bundle says what settings these are.")));
        return Answer.ok(form.schema(call.languages()));
    }

    private Answer write(Call call) throws IOException {
        Pid wanted = Pid.parse(call.text("pid"));
        boolean isNew = !settings.pids().contains(wanted.toString());
        if (isNew && !settings.declared().contains(wanted.word())) {
            throw notFound();
        }
        String pid = changeable(call);
        Map<String, String> values = new JsonValues(settings.form(pid)).texts(call.body());
        guarded(call, pid, () -> settings.write(pid, values, call.requireCaller()));
        Answer shown = show(pid, call.languages());
        return isNew ? new Answer(201, shown.headers(), shown.content()).with("Location", PATH + pid) : shown;
    }

    private Answer change(Call call) throws IOException {
        known(call);
        String pid = changeable(call);
        Map<String, Optional<String>> changes = new JsonValues(settings.form(pid)).changes(call.body());
        guarded(call, pid, () -> settings.change(pid, changes, call.requireCaller()));
        return show(pid, call.languages());
    }

    private Answer delete(Call call) throws IOException {
        known(call);
        String pid = changeable(call);
        guarded(call, pid, () -> settings.delete(pid, call.requireCaller()));
        return Answer.done();
    }

    private Answer versions(Call call) {
        List<Version> versions = settings.versions(call.text("pid"));
        var listed = new ArrayList<ListedVersion>();
        for (int i = 0; i < versions.size(); i++) {
            Version version = versions.get(i);
            listed.add(new ListedVersion(
                    version.id(),
                    version.stored().at(),
                    version.stored().by(),
                    version.stored().content().isEmpty(),
                    differences(i + 1 < versions.size() ? Optional.of(versions.get(i + 1)) : Optional.empty(), version)
                            .stream()
                            .map(Difference::key)
                            .toList()));
        }
        return Answer.ok(Map.of("items", listed));
    }

    private Answer version(Call call) {
        String pid = call.text("pid");
        List<Version> versions = settings.versions(pid);
        int at = indexOf(versions, call.text("version"));
        Version version = versions.get(at);
        String against = call.find("against").orElse("previous");
        boolean previous = against.equals("previous");
        Optional<Version> other = versions.subList(previous ? at + 1 : 0, versions.size()).stream()
                .findFirst();
        SettingsVersion shown = version.shown();
        return Answer.ok(new ShownVersion(
                shown.id(),
                shown.at(),
                shown.by(),
                shown.values().isEmpty(),
                new JsonValues(settings.form(pid)).json(shown.values().orElse(Map.of())),
                against,
                previous ? differences(other, version) : differences(Optional.of(version), other.orElse(version))));
    }

    private Answer restore(Call call) throws IOException {
        String pid = changeable(call);
        String version = call.text("version");
        indexOf(settings.versions(pid), version);
        guarded(call, pid, () -> settings.restore(pid, version, call.requireCaller()));
        return show(pid, call.languages());
    }

    private Answer apply(Call call) throws IOException {
        boolean dryRun = call.flag("dryRun");
        List<Configuration.Change> changes =
                configuration.apply(call.body(), dryRun, pid -> changeable(pid, call), call.requireCaller());
        return Answer.ok(Map.of("changed", !dryRun && !changes.isEmpty(), "items", changes));
    }

    private static List<Difference> differences(Optional<Version> before, Version after) {
        var secrets = new TreeSet<>(after.secrets());
        before.ifPresent(version -> secrets.addAll(version.secrets()));
        return Difference.between(before.map(Version::values).orElse(Map.of()), after.values(), secrets);
    }

    private static int indexOf(List<Version> versions, String id) {
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).id().equals(id)) {
                return i;
            }
        }
        throw Problem.notFound(Texts.of(
                "Aquesta versió no es conserva.", "Esta versión no se conserva.", "This version is not kept."));
    }

    /** Makes a change unless somebody else has since the caller looked. */
    private void guarded(Call call, String pid, EtcSettings.Change change) throws IOException {
        Optional<String> wanted =
                Optional.ofNullable(call.headers().get("if-match")).map(String::strip);
        if (wanted.isEmpty()) {
            change.make();
        } else if (wanted.get().equals(ANY_VERSION)
                ? settings.version(pid).equals(EtcSettings.NONE)
                : !settings.ifUnchanged(pid, wanted.get().replaceAll("^\"|\"$", ""), change)) {
            throw Problem.of(
                    412,
                    Texts.of(
                            "Algú altre ha canviat aquesta configuració des que l'heu llegida.",
                            "Otra persona ha cambiado esta configuración desde que usted la leyó.",
                            "Somebody else has changed these settings since you read them."));
        } else if (wanted.get().equals(ANY_VERSION)) {
            change.make();
        }
    }

    /** The PID of settings that there are, or could be without being given a name first. */
    private String known(Call call) {
        String pid = call.text("pid");
        if (!settings.pids().contains(Pid.parse(pid).toString())
                && !settings.declared().contains(pid)) {
            throw notFound();
        }
        return pid;
    }

    private String changeable(Call call) {
        return changeable(Pid.parse(call.text("pid")).toString(), call);
    }

    private String changeable(String pid, Call call) {
        if (settings.isAdminOnly(pid) && !call.requireCaller().role().includes(Role.ADMIN)) {
            throw Problem.of(
                    403,
                    Texts.of(
                            "Aquesta configuració només la pot canviar un administrador.",
                            "Esta configuración solo la puede cambiar un administrador.",
                            "Only an admin may change these settings."));
        }
        return pid;
    }

    private boolean isWholeList(String pid) {
        return settings.isList(pid) && Pid.parse(pid).name().isEmpty();
    }

    private String title(String pid, List<Locale> languages) {
        String title =
                settings.form(pid).map(form -> form.title().in(languages)).orElse("");
        return title.isEmpty() ? pid : title;
    }

    private static Problem notFound() {
        return Problem.notFound(Texts.of(
                "No existeix aquesta configuració.", "No existe esta configuración.", "There are no such settings."));
    }
}
