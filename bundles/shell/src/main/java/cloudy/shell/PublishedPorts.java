// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.settings.Settings;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Ports of what was published by hand under the type that the command line names. */
@Service
public final class PublishedPorts extends Words {

    @Reference(optional = true)
    Settings settings;

    @Override
    Stream<String> known(List<String> arguments) {
        return settings == null
                ? Stream.empty()
                : Published.all(settings).stream()
                        .filter(one -> arguments.contains(one.type()))
                        .map(Published::port);
    }
}
