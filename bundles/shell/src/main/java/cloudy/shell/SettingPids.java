// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.settings.Settings;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** PIDs that have settings, or could have some. */
@Service
public final class SettingPids extends Words {

    @Reference(optional = true)
    Settings settings;

    @Override
    Stream<String> known(List<String> arguments) {
        return settings == null
                ? Stream.empty()
                : Stream.concat(settings.pids().stream(), settings.declared().stream())
                        .distinct()
                        .sorted();
    }
}
