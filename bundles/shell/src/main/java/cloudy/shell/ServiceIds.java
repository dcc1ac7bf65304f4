// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalServices;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Ids of this node's services. */
@Service
public final class ServiceIds extends Words {

    @Reference(optional = true)
    LocalServices services;

    @Override
    Stream<String> known(List<String> arguments) {
        return services == null ? Stream.empty() : services.all().stream().map(LocalService::id);
    }
}
