// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import cloudy.api.rest.SecurePort;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;

/** The port of HTTPS as the settings have it now. */
@Component(configurationPid = "cloudy.https", service = SecurePort.class)
public final class ConsolePort implements SecurePort {

    private final LocalDoor door;
    private volatile int port;

    @Activate
    public ConsolePort(Doors.Config config) {
        this(config, LocalDoor.ofThisNode());
    }

    ConsolePort(Doors.Config config, LocalDoor door) {
        this.door = door;
        modified(config);
    }

    @Modified
    final void modified(Doors.Config config) {
        port = config.port();
        door.port(port);
    }

    @Override
    public int port() {
        return port;
    }
}
