// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.form.Texts;
import cloudy.api.page.Page;
import org.osgi.service.component.annotations.Component;

/** Folders, devices and requests in the console. */
@Component(service = Page.class)
public final class SyncthingPage implements Page {

    @Override
    public String service() {
        return SyncthingService.PID;
    }

    @Override
    public Texts title() {
        return Texts.of("Carpetes i dispositius", "Carpetas y dispositivos", "Folders and devices");
    }
}
