// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.InvalidFieldException;
import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The settings of the whole node as one document, to be kept beside others, compared, and put into force here or elsewhere.
 * What it does not name stays as it is: a PID, a key, and every secret. Null takes a value, or all of a PID, away.
 */
final class Configuration {

    /** The name of the one part that a document has to have. */
    static final String SETTINGS = "settings";

    /** What no service that is here now says anything about, but one that is still to be installed may. */
    private static final String UNCHECKED = "unchecked";

    private static final String CHECKED = "checked";

    /** One setting that is, or would be, another. */
    record Change(
            String pid, String key, String change, Optional<String> before, Optional<String> after, String value) {}

    /** The changes of one PID; no values where all of it goes. */
    private record Wish(String pid, Optional<Map<String, Optional<String>>> values) {}

    private final EtcSettings settings;

    Configuration(EtcSettings settings) {
        this.settings = settings;
    }

    /** All that is set, without secrets; which secrets there are is said beside it. */
    Map<String, Object> document() {
        var all = new TreeMap<String, Object>();
        var secrets = new ArrayList<String>();
        for (String pid : settings.pids()) {
            Map<String, String> values = settings.read(pid);
            if (!values.isEmpty()) {
                all.put(pid, new JsonValues(settings.form(pid)).json(new TreeMap<>(values)));
            }
            settings.secrets(pid).forEach(key -> secrets.add(pid + ' ' + key));
        }
        var document = new LinkedHashMap<String, Object>();
        document.put(SETTINGS, all);
        if (!secrets.isEmpty()) {
            document.put("secretsLeftOut", secrets);
        }
        return document;
    }

    /**
     * Puts a document into force, or only says what that would change. It is looked at as a whole before anything is
     * changed, so that one wrong value leaves all as it was.
     *
     * @param mayChange refuses a PID that is about to be changed
     * @throws InvalidFieldException names the PID and the key of the first value that cannot be taken
     */
    List<Change> apply(Map<String, Object> document, boolean dryRun, Consumer<String> mayChange, Caller by)
            throws IOException {
        var wishes = new ArrayList<Wish>();
        var changes = new ArrayList<Change>();
        for (Map.Entry<String, Object> each :
                object(SETTINGS, document.get(SETTINGS)).entrySet()) {
            String pid = Pid.parse(each.getKey()).toString();
            try {
                Wish wish = wish(pid, each.getValue());
                List<Difference> differences = settings.preview(pid, wish.values());
                if (!differences.isEmpty()) {
                    mayChange.accept(pid);
                    wishes.add(wish);
                }
                String value = settings.declared().contains(Pid.parse(pid).word()) ? CHECKED : UNCHECKED;
                differences.forEach(
                        one -> changes.add(new Change(pid, one.key(), one.change(), one.before(), one.after(), value)));
            } catch (InvalidFieldException e) {
                throw e.of(pid + ' ' + e.field());
            }
        }
        if (!dryRun) {
            for (Wish wish : wishes) {
                if (wish.values().isPresent()) {
                    settings.change(wish.pid(), wish.values().get(), by);
                } else {
                    settings.delete(wish.pid(), by);
                }
            }
        }
        return changes;
    }

    private Wish wish(String pid, Object values) {
        if (values == null) {
            return new Wish(pid, Optional.empty());
        }
        var json = new JsonValues(settings.form(pid));
        Map<String, Optional<String>> changes = json.changes(object("pid", values));
        // A list may be written in more ways than one.
        settings.read(pid)
                .forEach((key, now) -> changes.computeIfPresent(
                        key,
                        (same, wish) ->
                                wish.isPresent() && json.json(key, wish.get()).equals(json.json(key, now))
                                        ? Optional.of(now)
                                        : wish));
        return new Wish(pid, Optional.of(changes));
    }

    private static Map<String, Object> object(String field, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new InvalidFieldException(
                    field, Texts.of("ha de ser un objecte", "debe ser un objeto", "must be an object"));
        }
        var object = new LinkedHashMap<String, Object>();
        map.forEach((key, each) -> object.put(key.toString(), each));
        return object;
    }
}
