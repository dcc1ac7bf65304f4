// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code cloudy:set}. */
@Service
@Command(
        scope = "cloudy",
        name = "set",
        description = "Changes settings; those that are not named stay. They are in force at once, and survive.")
public final class SetCommand extends PlainCommand {

    @Reference(optional = true)
    Settings settings;

    @Argument(index = 0, name = "pid", description = "Whose settings, such as cloudy.serf", required = true)
    @Completion(SettingPids.class)
    String pid;

    @Argument(
            index = 1,
            name = "key=value",
            description = "New values; key= alone goes back to what holds by itself",
            required = true,
            multiValued = true)
    List<String> values;

    @Override
    void run() throws CommandException, IOException {
        need(settings, "bundle cloudy.settings");
        settings.change(pid, changes(), Caller.shell());
        say("Changed; cloudy:settings " + pid + " shows what is set.");
    }

    private Map<String, Optional<String>> changes() {
        Map<String, Optional<String>> changes = new LinkedHashMap<>();
        for (String each : values) {
            int equals = each.indexOf('=');
            if (equals <= 0) {
                throw new InvalidFieldException(
                        "value",
                        Texts.of(
                                "s'ha d'escriure clau=valor",
                                "debe escribirse clave=valor",
                                "must be written key=value"),
                        each);
            }
            String value = each.substring(equals + 1);
            String key = each.substring(0, equals);
            if (changes.put(key, Optional.of(value).filter(text -> !text.isEmpty())) != null) {
                throw new InvalidFieldException(key, Why.isRepeated());
            }
        }
        return changes;
    }
}
