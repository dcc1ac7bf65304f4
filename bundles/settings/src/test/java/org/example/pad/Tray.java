// SPDX-License-Identifier: Apache-2.0
package org.example.pad;

import cloudy.api.CloudyService;
import cloudy.api.Publish;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A third party's service under a PID of Cloudy's. */
@Component(service = CloudyService.class, configurationPid = "cloudy.tray")
@Designate(ocd = Tray.Config.class)
@Publish(type = "tray", description = "Trays", port = 8080)
public final class Tray implements CloudyService {

    @ObjectClassDefinition(name = "Tray")
    public @interface Config {

        int size() default 3;
    }
}
