// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import cloudy.api.rest.SecurePort;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;

/** The port of HTTPS as the settings have it now. */
@Component(configurationPid = "cloudy.https", service = SecurePort.class)
public final class ConsolePort implements SecurePort {

    private volatile int port;

    @Activate
    public ConsolePort(Doors.Config config) {
        port = config.port();
    }

    @Modified
    void modified(Doors.Config config) {
        port = config.port();
    }

    @Override
    public int port() {
        return port;
    }
}
