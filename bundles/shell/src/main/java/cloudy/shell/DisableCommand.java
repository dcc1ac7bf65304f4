// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.registry.LocalService.Wish;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code cloudy:disable}. */
@Service
@Command(
        scope = "cloudy",
        name = "disable",
        description =
                "Switches a service off, so that it is neither checked nor announced; a restart does not forget it.")
public final class DisableCommand extends WishCommand {

    @Override
    Wish wished(Wish before) {
        return new Wish(false, before.publish(), before.audience());
    }

    @Override
    String done() {
        return "is switched off";
    }
}
