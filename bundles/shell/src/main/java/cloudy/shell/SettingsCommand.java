// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.form.Field;
import cloudy.api.settings.Settings;
import cloudy.api.settings.SettingsVersion;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code cloudy:settings}. */
@Service
@Command(
        scope = "cloudy",
        name = "settings",
        description = "Lists what has settings, or shows those of one: what is set, and what could be.")
public final class SettingsCommand extends PlainCommand {

    @Reference(optional = true)
    Settings settings;

    @Argument(name = "pid", description = "Whose settings, such as cloudy.serf")
    @Completion(SettingPids.class)
    String pid;

    @Override
    void run() throws CommandException {
        need(settings, "bundle cloudy.settings");
        if (pid == null) {
            list();
        } else {
            show();
        }
        settings.refusals().forEach((file, why) -> {
            if (pid == null || file.equals(file(pid))) {
                say("etc/" + file + " is not in force: " + why.english());
            }
        });
    }

    private void list() {
        var all = new TreeSet<>(settings.declared());
        Set<String> set = settings.pids();
        all.addAll(set);
        var table = new Table(Table.Column.of("PID"), Table.Column.of("FILE"));
        all.forEach(each -> table.row(each, set.contains(each) ? "etc/" + file(each) : ""));
        table.print(out);
    }

    private void show() throws CommandException {
        Map<String, String> values = settings.read(pid);
        Set<String> secrets = settings.secrets(pid);
        Optional<cloudy.api.form.Form> form = settings.form(pid);
        if (form.isEmpty() && !settings.pids().contains(pid)) {
            throw failure("Nothing on this node has settings named \"" + pid + "\".");
        }
        var table = new Table(Table.Column.of("KEY"), Table.Column.of("VALUE"), Table.Column.of("BY ITSELF"));
        var keys = new TreeSet<>(values.keySet());
        keys.addAll(secrets);
        form.ifPresent(known -> known.fields().forEach(field -> keys.add(field.name())));
        for (String key : keys) {
            String value = secrets.contains(key) ? SettingsVersion.SECRET : values.getOrDefault(key, "");
            table.row(
                    key,
                    value,
                    form.flatMap(known -> known.field(key))
                            .map(SettingsCommand::initial)
                            .orElse(""));
        }
        table.print(out);
    }

    private static String initial(Field field) {
        return String.join(",", field.initial());
    }

    private static String file(String pid) {
        return pid.replace('~', '-') + ".cfg";
    }
}
