// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.registry.LocalService.Wish;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code cloudy:enable}. */
@Service
@Command(scope = "cloudy", name = "enable", description = "Switches a service on; a restart does not forget it.")
public final class EnableCommand extends WishCommand {

    @Override
    Wish wished(Wish before) {
        return new Wish(true, before.publish(), before.audience());
    }

    @Override
    String done() {
        return "is switched on";
    }
}
